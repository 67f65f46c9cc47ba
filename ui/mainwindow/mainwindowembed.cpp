// The half of MainWindow that deals with the embed helper: the line that stands while it runs, and
// what it hands out.
#include "ui/mainwindow/embedhelper.h"
#include "ui/mainwindow/handout.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"
#include "ui/token/embedtext.h"
#include "ui/widgets/banner.h"

#include <QBoxLayout>
#include <QDateTime>

using namespace Qt::StringLiterals;

void MainWindow::connectEmbed()
{
    connect(m_menus.embedHelper, &QAction::triggered, this, [this] { m_embed->open(m_current); });
    connect(m_embed, &EmbedHelper::changed, this, &MainWindow::renderEmbed);
    connect(m_embed, &EmbedHelper::handedOut, this, &MainWindow::tokenHandedOut);
    connect(m_embed, &EmbedHelper::copyWanted, m_handout, &Handout::copyAddress);
}

static QString shortList(const QStringList &origins)
{
    const QString first = shown(origins.value(0), 100);
    return origins.size() < 2 ? first
                              : MainWindow::tr("%1 and %2 more").arg(first).arg(origins.size() - 1);
}

//! As long as it runs, and then until it was read why it does not any more.
void MainWindow::renderEmbed()
{
    const EmbedState &state = m_embed->state();
    const QString end = embedtext::end(state);
    if (!m_embedLine) {
        m_embedLine = new Banner(tr("Embed helper"));
        m_main->insertWidget(0, m_embedLine);
        connect(m_embedLine, &Banner::actionRequested, this, [this] {
            if (m_embed->state().isRunning)
                m_embed->open(m_current);
            else
                m_embedLine->dismiss();
        });
    }
    if (state.isRunning) {
        const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
        QString told = tr("Tokens handed out: %1.").arg(embedtext::handedOut(state, nowMs));
        if (state.refusals > 0)
            told += u' ' + tr("Refused: %1, last: %2.")
                               .arg(QString::number(state.refusals), embedtext::refusal(state));
        m_embedLine->present(
            Banner::Kind::Info,
            tr("The embed helper runs until %1 for %2.")
                .arg(timetext::clockOrDate(state.endsMs, nowMs), shortList(m_embed->origins())),
            told);
        m_embedLine->offerAction(tr("Show embed helper"));
    } else if (!end.isEmpty()) {
        m_embedLine->present(Banner::Kind::Warning, end, embedtext::nextStep(state));
        m_embedLine->offerAction(tr("Understood"));
        showStatus(end);
    } else {
        m_embedLine->dismiss();
    }
}
