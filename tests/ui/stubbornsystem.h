#pragma once

#include "ui/support/secretclipboard.h"

#include <QMimeData>

#include <memory>

//! A system that does not let go of an entry as long as the program has not the focus.
struct StubbornSystem
{
    SecretClipboard::Access access()
    {
        return {.put = [this](QMimeData *put) { content.reset(put); },
                .clear =
                    [this] {
                        if (letsGo)
                            content.reset();
                    },
                .content = [this] { return content.get(); }};
    }

    bool letsGo = false;
    std::unique_ptr<QMimeData> content;
};
