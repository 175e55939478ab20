// Package dtls stands in for pion/dtls: see ../README.md.
package dtls

// SRTPProtectionProfile is an SRTP protection profile (RFC 5764 §4.1.2).
type SRTPProtectionProfile uint16

// Profiles that pion/webrtc offers by default, with their IANA numbers.
const (
	SRTP_AES128_CM_HMAC_SHA1_80 SRTPProtectionProfile = 0x0001
	SRTP_AEAD_AES_128_GCM       SRTPProtectionProfile = 0x0007
	SRTP_AEAD_AES_256_GCM       SRTPProtectionProfile = 0x0008
)
