#include "app/cli/verb.h"

QList<Verb> verbs::all()
{
    return {profiles(),  status(),   add(),    importProfiles(), exportProfiles(), login(),
            token(),     header(),   env(),    credential(),     exec(),           info(),
            curl(),      validate(), tokens(), revoke(),         logout(),         doctor(),
            completion()};
}
