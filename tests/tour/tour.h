#pragma once

#include <QString>

//! The whole job on the demo cluster, as a person would do it, with a picture at every step in
//! \a folder. False, with a line on standard error, where something did not show.
[[nodiscard]] bool takeTour(const QString &folder);

//! The screens beside the main road (empty, busy, failed, ended, wrong Org, long names, narrow), in
//! light and dark, as pictures in \a folder: to be looked at after a change of the look.
[[nodiscard]] bool takeGallery(const QString &folder);
