package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.AdminFunction.open;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.required;

import boreas.address.Base32;
import boreas.address.PublicKey;
import boreas.crypto.Ed25519;
import java.util.List;

/// `Sign_*`: what this node vouches for, and what others do. A signature is the signer's key and
/// the signature itself, both in base32. Source: cjdns protocol, Ed25519 signatures.
final class SignFunctions {
    /// Of the protocol.
    private static final int MESSAGE_BYTES_MAX = 64;

    private static final String TOO_LONG = "msgHash too long, max 64 bytes";

    private final HostProcess process;

    private SignFunctions(HostProcess process) {
        this.process = process;
    }

    static List<AdminFunction> of(HostProcess process) {
        var f = new SignFunctions(process);
        return List.of(
                open(
                        "Sign_checkSig",
                        SignFunctions::check,
                        required("msgHash", STRING),
                        required("signature", STRING)),
                guarded("Sign_sign", f::sign, required("msgHash", STRING)));
    }

    private Reply sign(Call call) {
        var message = call.arguments().requiredBytes("msgHash");
        if (message.length > MESSAGE_BYTES_MAX) return Reply.error(TOO_LONG);
        var signed = process.sign(message);
        return Reply.success()
                .with(
                        "signature",
                        Base32.encode(signed.publicKey())
                                + "_"
                                + Base32.encode(signed.signature()));
    }

    private static Reply check(Call call) {
        var message = call.arguments().requiredBytes("msgHash");
        if (message.length > MESSAGE_BYTES_MAX) return Reply.error(TOO_LONG);
        var text = call.arguments().requiredText("signature");
        int separator = text.indexOf('_');
        if (separator < 0) return Reply.error("malformed signature, missing separator");
        var key = Base32.decode(text.substring(0, separator));
        if (key == null || key.length != Ed25519.KEY_BYTES)
            return Reply.error("malformed signature, failed to decode pubkey");
        var signature = Base32.decode(text.substring(separator + 1));
        if (signature == null || signature.length != Ed25519.SIGNATURE_BYTES)
            return Reply.error("malformed signature, failed to decode signature");
        if (!Ed25519.verify(key, message, signature)) return Reply.error("invalid signature");
        var signer = Ed25519.toX25519(key);
        if (signer == null) return Reply.error("not a valid curve25519 key");
        var who = PublicKey.of(signer, 0);
        return Reply.success().with("pubkey", who.toString()).with("ipv6", who.ip6().toString());
    }
}
