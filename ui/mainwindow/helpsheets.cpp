#include "ui/mainwindow/helpsheets.h"

#include "ui/support/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QCoreApplication>
#include <QDialog>
#include <QGridLayout>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollArea>

using namespace Qt::StringLiterals;

struct HelpText
{
    Q_DECLARE_TR_FUNCTIONS(HelpSheets)
};

static QString withoutMnemonic(QString text)
{
    return text.remove(u'&').remove(u'…');
}

static void addActions(QGridLayout &grid, const QMenu &menu, const QString &title)
{
    grid.addWidget(new PlainLabel(title, TextRole::Bold), grid.rowCount(), 0, 1, 2);
    for (const QAction *action : menu.actions()) {
        if (action->menu()) {
            addActions(grid, *action->menu(), withoutMnemonic(action->text()));
        } else if (!action->isSeparator()) {
            const int row = grid.rowCount();
            grid.addWidget(
                new PlainLabel(withoutMnemonic(action->text()), TextRole::Body, Ink::Dim), row, 0);
            grid.addWidget(new PlainLabel(action->shortcut().toString(QKeySequence::NativeText),
                                          TextRole::MonoSmall),
                           row, 1);
        }
    }
}

static QDialog *sheet(const QString &title, QWidget *parent)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setAccessibleName(title);
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space3);
    layout->addWidget(new PlainLabel(title, TextRole::Title));
    return dialog;
}

static void addClose(QDialog *dialog)
{
    auto *close = new QPushButton(HelpText::tr("Close"));
    close->setAccessibleName(HelpText::tr("Close"));
    close->setObjectName(u"closeSheet"_s);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::accept);
    static_cast<QVBoxLayout *>(dialog->layout())->addWidget(close, 0, Qt::AlignRight);
    close->setDefault(true);
    close->setFocus();
}

void helpsheets::openShortcuts(const QMenuBar &bar, QWidget *parent)
{
    QDialog *dialog = sheet(HelpText::tr("Keyboard shortcuts"), parent);
    dialog->setObjectName(u"shortcutsSheet"_s);
    auto *page = new QWidget;
    auto *grid = new QGridLayout(page);
    grid->setContentsMargins(0, 0, Theme::space4, 0);
    grid->setHorizontalSpacing(Theme::space6);
    grid->setVerticalSpacing(Theme::space1);
    for (const QAction *action : bar.actions()) {
        if (action->menu())
            addActions(*grid, *action->menu(), withoutMnemonic(action->text()));
    }
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    scroll->setAccessibleName(HelpText::tr("All shortcuts"));
    dialog->layout()->addWidget(scroll);
    addClose(dialog);
    dialog->resize(460, 520);
    dialog->open();
}

void helpsheets::openAbout(QWidget *parent)
{
    QDialog *dialog = sheet(HelpText::tr("About Session Desk"), parent);
    dialog->setObjectName(u"aboutSheet"_s);
    const QString text =
        HelpText::tr("Session Desk %1\nSessions and tokens for ThoughtSpot clusters.\n\nBuilt "
                     "with Qt %2.")
            .arg(QCoreApplication::applicationVersion(), QLatin1StringView(qVersion()));
    dialog->layout()->addWidget(new PlainLabel(text, TextRole::Body, Ink::Dim));
    addClose(dialog);
    dialog->open();
}
