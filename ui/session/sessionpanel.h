#pragma once

#include "core/session/sessionstate.h"

#include <QWidget>

#include <functional>
#include <optional>

class Banner;
class FieldView;
class JsonIndex;
class JsonLines;
class LineView;
class OverviewPage;
class PlainLabel;
class QKeyEvent;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QTimer;
struct JsonSearch;

//! The session card: Overview, All fields (tree), JSON; searchable, every value copied by key or
//! menu, secrets inside it masked. Passive: render in, intents out. A 10 MB object never holds up
//! the window.
class SessionPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit SessionPanel(QWidget *parent = nullptr);
    ~SessionPanel() override;

    void render(const SignedIn &state);
    //! Drops the session, whose object may hold secrets: at sign-out, or for another account.
    void forget();
    //! Puts the cursor into the search field (Ctrl+F).
    void focusSearch();

Q_SIGNALS:
    void refreshRequested();
    //! A plain value goes to the clipboard; \a isSecret asks for the timed way.
    void copyTextRequested(const QString &text, bool isSecret);
    //! The same for a text that may take long: \a make is to be called on a worker, and the text to
    //! be copied unless something else was meanwhile.
    void copyLongTextRequested(const std::function<QString()> &make, bool isSecret);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum Tab
    {
        OverviewTab,
        FieldsTab,
        JsonTab
    };

    [[nodiscard]] QWidget *builtHeader();
    [[nodiscard]] QWidget *builtFooter();
    void connectHeader();
    void connectViews();
    bool takesSearchKey(const QKeyEvent &key);

    void showTab(int tab);
    void renderInfo(const SignedIn &state);
    void noteActivity(const SignedIn &state);
    void renderBanner(const SignedIn &state);
    void renderFooter();
    void setAllExpanded(bool expanded);
    void index(const QJsonObject &json);
    void takeIndex(const JsonIndex &json, JsonLines lines);

    void search();
    void takeSearch(JsonSearch search);
    void renderCount();
    void goToHit(int step);
    void remark(const QString &text);

    QTabBar *m_tabs;
    QLineEdit *m_search;
    PlainLabel *m_count;
    QPushButton *m_refresh;
    Banner *m_banner;
    QStackedWidget *m_pages;
    PlainLabel *m_nothing;
    OverviewPage *m_overview;
    FieldView *m_fields;
    LineView *m_lines;
    PlainLabel *m_footer;
    QPushButton *m_expandAll;
    QPushButton *m_collapseAll;
    QPushButton *m_copyAll;
    QTimer *m_typing;
    QTimer *m_remarking;

    Account m_account;
    SignedIn::Activity m_lastActivity = SignedIn::Activity::Idle; // what lastError is about
    qint64 m_signedInMs = 0;                                      // tells two sessions apart
    std::optional<SessionInfo> m_info;
    std::optional<ApiError> m_staleCause; // of the refresh that failed, not of what came after it
    QString m_remark;
    int m_objects = 0;        // so that a late index of an older object is dropped
    int m_indexed = 0;        // so that a late search in an older object is dropped
    bool m_isReading = false; // an object is being indexed
    bool m_isRefreshing = false;
    bool m_isEnded = false;
    bool m_isSearching = false;
    bool m_cameFromOverview = false;
    int m_hit = 0;
};
