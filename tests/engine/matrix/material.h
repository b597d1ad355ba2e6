/* Certificates, keys and other objects with names, made by libcrypto when the test starts, and the
 * forms in which people hand them to a module: whole, re-wrapped, cut, packed, encrypted. */
#ifndef SPW_TESTS_ENGINE_MATRIX_MATERIAL_H
#define SPW_TESTS_ENGINE_MATRIX_MATERIAL_H

#include "base/buf.h"

void material_make(void);
void material_free(void);

/* Writes the object `name` in `form`; false when there is no such name or form.
 * Names: those of the table in material.c. Forms: see material_form.c. */
bool material_put(struct slice name, struct slice form, struct buf *out);
/* The subject key identifier of a certificate; false when it has none. */
bool material_key_id(struct slice name, uint8_t id[20]);

/* ---- for material_form.c ---- */
bool material_der(struct slice name, struct buf *out, const char **label);
bool material_special(struct slice name, struct slice form, struct buf *out);
bool form_put(struct slice der, const char *label, struct slice form, struct buf *out);

#endif
