#include "ui/token/requestview.h"

#include "ui/support/deskstyle.h"
#include "ui/support/errortext.h"
#include "ui/support/uitext.h"
#include "ui/widgets/plainlabel.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

//! The bytes of \a json one member a line; nothing but blanks is added.
static QByteArray indented(const QByteArray &json)
{
    QByteArray result;
    int depth = 0;
    bool isInText = false;
    const auto newLine = [&] { result += '\n' + QByteArray(2 * depth, ' '); };
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (isInText) {
            result += c;
            if (c == '\\' && i + 1 < json.size())
                result += json[++i];
            isInText = c != '"';
        } else if (c == '{' || c == '[') {
            ++depth;
            result += c;
            newLine();
        } else if (c == '}' || c == ']') {
            --depth;
            newLine();
            result += c;
        } else {
            result += c;
            isInText = c == '"';
            if (c == ',')
                newLine();
            else if (c == ':')
                result += ' ';
        }
    }
    return result;
}

static QString textOf(const RequestPreview &preview)
{
    QByteArray text = preview.method + ' ' + preview.url.toUtf8() + '\n';
    for (const auto &[name, value] : preview.headers)
        text += name + ": " + value + '\n';
    if (!preview.body.isEmpty())
        text += '\n' + indented(preview.body);
    return QString::fromUtf8(text);
}

RequestView::RequestView(QWidget *parent)
    : QWidget(parent)
    , m_toggle(new QPushButton(tr("Show request")))
    , m_text(new QPlainTextEdit)
    , m_remark(new PlainLabel({}, TextRole::Label, Ink::Dim))
{
    m_toggle->setObjectName(u"showRequest"_s);
    m_toggle->setAccessibleName(tr("Show request"));
    m_toggle->setCheckable(true);
    m_toggle->setAutoDefault(false);
    setSmall(m_toggle);
    setButtonKind(m_toggle, ButtonKind::Link);
    m_text->setObjectName(u"request"_s);
    m_text->setAccessibleName(tr("Request that will be sent"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_text->setFont(fontFor(TextRole::MonoSmall));
    m_text->setMinimumHeight(200);
    m_remark->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::space1);
    layout->addWidget(m_toggle, 0, Qt::AlignLeft);
    layout->addWidget(m_text);
    layout->addWidget(m_remark);
    m_text->hide();
    m_remark->hide();
    connect(m_toggle, &QPushButton::toggled, this, [this](bool isOpen) {
        m_toggle->setText(isOpen ? tr("Hide request") : tr("Show request"));
        m_text->setVisible(isOpen);
        m_remark->setVisible(isOpen);
        Q_EMIT toggled();
    });
}

bool RequestView::isOpen() const
{
    return m_toggle->isChecked();
}

void RequestView::render(const ApiResult<RequestPreview> &preview)
{
    m_text->setVisible(isOpen() && preview);
    if (preview) {
        m_text->setPlainText(textOf(*preview));
        m_remark->setText(tr("Dots stand for what is secret, and for a length that would tell it. "
                             "Host and Connection are added on the way."));
        return;
    }
    const ApiError &error = preview.error();
    const bool isNamedOrg =
        error.kind == ApiError::Kind::InvalidInput && error.detail == "Organization"_L1;
    m_remark->setText(isNamedOrg ? tr("The cluster wants the Organization's number. It is asked "
                                      "for that first, by its name.")
                                 : errorText(error).what);
}
