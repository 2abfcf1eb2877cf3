package boreas.cryptoauth;

import boreas.crypto.Crypto;

/// Credentials as a handshake presents them: the challenge that stands in clear, and the secret
/// that goes into the key of its box.
final class Presented {
    private final Credentials credentials;
    private final byte[] secret;
    private final long challenge;
    private final boolean isHearsay;

    /// @param isHearsay whether nobody answers for them: they were heard of
    Presented(Crypto crypto, Credentials credentials, boolean isHearsay) {
        this.credentials = credentials;
        this.isHearsay = isHearsay;
        secret = AuthChallenge.secret(crypto, credentials.password());
        byte[] login = credentials.login();
        challenge =
                login == null
                        ? AuthChallenge.byPassword(crypto, secret)
                        : AuthChallenge.byLogin(crypto, login);
    }

    boolean isHearsay() {
        return isHearsay;
    }

    Credentials credentials() {
        return credentials;
    }

    boolean hasPasswordOf(Credentials other) {
        return credentials.hasPasswordOf(other);
    }

    /// Not a copy.
    byte[] secret() {
        return secret;
    }

    long challenge() {
        return challenge;
    }

    void wipe() {
        Pairing.wipe(secret);
    }
}
