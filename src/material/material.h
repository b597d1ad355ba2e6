/* Certificates and keys beside a trace: what they are, whether this module can take them, how to load
 * them; and the same for what a server shows. The functions spw_material_... of the public header stand
 * here, but for spw_material_new. May include: include/, base/, knowledge/, x509/. */
#ifndef SPW_MATERIAL_MATERIAL_H
#define SPW_MATERIAL_MATERIAL_H

#include "include/spwfdiag.h"
#include "knowledge/knowledge.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Owned by the caller, who frees it with spw_material_free. */
enum spw_status material_new(struct spw_material **out, const struct knowledge *k,
                             const struct spw_material_options *options) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
