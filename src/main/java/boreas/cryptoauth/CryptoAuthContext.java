package boreas.cryptoauth;

import boreas.address.Identity;
import boreas.crypto.Crypto;
import boreas.env.World;

/// What all sessions of one node have in common.
///
/// @param identity the node's permanent key pair
/// @param users whose credentials an incoming handshake may present
/// @param crypto the algorithms
/// @param world only its random source is used here
public record CryptoAuthContext(Identity identity, Users users, Crypto crypto, World world) {}
