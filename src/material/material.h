/* Certificates and keys beside a trace: what they are, whether this module can take them, how to load
 * them; and the same for what a server shows. The functions spw_material_... of the public header stand
 * here, but for spw_material_new. May include: include/, base/, knowledge/, x509/. */
#ifndef SPW_MATERIAL_MATERIAL_H
#define SPW_MATERIAL_MATERIAL_H

#include "base/arena.h"
#include "base/array.h"
#include "include/spwfdiag.h"
#include "knowledge/knowledge.h"
#include "x509/certificate.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Owned by the caller, who frees it with spw_material_free. */
enum spw_status material_new(struct spw_material **out, const struct knowledge *k,
                             const struct spw_material_options *options) SPW_MUST_USE;

/* What a certificate or key is, as facts for people: appends struct spw_fact to `facts`. False without
 * memory. Texts are borrowed from `f` or stand in `arena`. */
bool material_describe(const struct x509_facts *f, struct arena *arena,
                       struct array *facts) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
