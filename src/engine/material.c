/* The door from the public knowledge to the judge of certificates. */
#include "material/material.h"

#include "engine/private.h"

enum spw_status spw_material_new(struct spw_material **out, const struct spw_knowledge *k,
                                 const struct spw_material_options *options)
{
    return material_new(out, &k->tables, options);
}
