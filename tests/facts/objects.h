/* A root, a certificate that it issued and the key of that, made for tests and used nowhere else. */
#ifndef SPW_TESTS_FACTS_OBJECTS_H
#define SPW_TESTS_FACTS_OBJECTS_H

static const char test_root[] = "-----BEGIN CERTIFICATE-----\n"
                                "MIIBfjCCASWgAwIBAgIUGDkBIN5Bfg06d7lBAn391JBFhwowCgYIKoZIzj0EAwIw\n"
                                "FDESMBAGA1UEAwwJVGVzdCBSb290MCAXDTI2MTEyMzE2MTQxOVoYDzIxMjYxMDMw\n"
                                "MTYxNDE5WjAUMRIwEAYDVQQDDAlUZXN0IFJvb3QwWTATBgcqhkjOPQIBBggqhkjO\n"
                                "PQMBBwNCAATzgmXVFwCt2hdo0k8f/wsWDBiR44dSUTomlaFNTTE0zgRgVAtYBbzA\n"
                                "O/aNymSiZWD8iAmkEs4id95YEh0eMCafo1MwUTAdBgNVHQ4EFgQUluBV/dVQ4ZNZ\n"
                                "HT3SFKppIAztdu8wHwYDVR0jBBgwFoAUluBV/dVQ4ZNZHT3SFKppIAztdu8wDwYD\n"
                                "VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiABEHKoIC0xFTWsfa/cvNji\n"
                                "iGZSADZVDXI/0AelRzfZ+AIgf3Sq7nSIXMAj3yPlwxhNRI2ndHzdq40dWabEf8IF\n"
                                "JSU=\n"
                                "-----END CERTIFICATE-----\n";

static const char test_certificate[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBCzCBsgIBBzAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlUZXN0IFJvb3QwIBcN\n"
    "MjYxMTIzMTYxNDE5WhgPMjEyNTA2MTcxNjE0MTlaMA4xDDAKBgNVBAMMA2RldjBZ\n"
    "MBMGByqGSM49AgEGCCqGSM49AwEHA0IABOCYukdtmm+IwlnKGooHG804MbNqEQiQ\n"
    "OBTOGZxw8RnzYwVPEsGEBk5S2v887S1G6B1tGCl+RcHABm/bADPVT6gwCgYIKoZI\n"
    "zj0EAwIDSAAwRQIgBD/NmULtYPpqg7t1CKe5nlLLfxgLK07Xsjw87Z1qkigCIQCZ\n"
    "mQ8E2MA0d/I9c6I6rTcFFX2Ks5XZMAcrpcUDy1TEkA==\n"
    "-----END CERTIFICATE-----\n";

static const char test_key[] = "-----BEGIN EC PRIVATE KEY-----\n"
                               "MHcCAQEEICa+ABtwSdxQ4exykBLbDxQGEyAQB6RY43I6UHm4LNIOoAoGCCqGSM49\n"
                               "AwEHoUQDQgAE4Ji6R22ab4jCWcoaigcbzTgxs2oRCJA4FM4ZnHDxGfNjBU8SwYQG\n"
                               "TlLa/zztLUboHW0YKX5FwcAGb9sAM9VPqA==\n"
                               "-----END EC PRIVATE KEY-----\n";

#endif
