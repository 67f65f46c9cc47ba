#include "ui/session/privilegenames.h"

#include "ui/support/uitext.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

static const QHash<QString, const char *> &knownPrivileges()
{
    static const QHash<QString, const char *> known{
        {u"A3ANALYSIS"_s, QT_TRANSLATE_NOOP("Privilege", "Can use SpotIQ")},
        {u"ADMINISTRATION"_s, QT_TRANSLATE_NOOP("Privilege", "Administrator")},
        {u"ALLOW_NON_EMBED_FULL_APP_ACCESS"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can use the full application")},
        {u"APPLICATION_ADMINISTRATION"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can manage application settings")},
        {u"AUTHENTICATION_ADMINISTRATION"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can manage authentication")},
        {u"AUTHORING"_s, QT_TRANSLATE_NOOP("Privilege", "Can create content")},
        {u"BILLING_INFO_ADMINISTRATION"_s, QT_TRANSLATE_NOOP("Privilege", "Can see billing")},
        {u"BYPASSRLS"_s, QT_TRANSLATE_NOOP("Privilege", "Can bypass row-level security")},
        {u"CAN_ACCESS_ANALYST_STUDIO"_s, QT_TRANSLATE_NOOP("Privilege", "Can use Analyst Studio")},
        {u"CAN_CREATE_CATALOG"_s, QT_TRANSLATE_NOOP("Privilege", "Can create data catalogues")},
        {u"CAN_CREATE_OR_EDIT_CONNECTIONS"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can create and edit connections")},
        {u"CAN_DOWNLOAD_DETAILED_DATA"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can download detailed data")},
        {u"CAN_DOWNLOAD_VISUALS"_s, QT_TRANSLATE_NOOP("Privilege", "Can download visuals")},
        {u"CAN_MANAGE_ANALYST_STUDIO"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can manage Analyst Studio")},
        {u"CAN_MANAGE_CUSTOM_CALENDAR"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can manage custom calendars")},
        {u"CAN_MANAGE_VERSION_CONTROL"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can manage version control")},
        {u"CAN_MANAGE_WEBHOOKS"_s, QT_TRANSLATE_NOOP("Privilege", "Can manage webhooks")},
        {u"CAN_MANAGE_WORKSHEET_VIEWS_TABLES"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can manage data models")},
        {u"CAN_SETUP_VERSION_CONTROL"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can set up version control")},
        {u"CONTROL_TRUSTED_AUTH"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can manage trusted authentication")},
        {u"DATADOWNLOADING"_s, QT_TRANSLATE_NOOP("Privilege", "Can download data")},
        {u"DATAMANAGEMENT"_s, QT_TRANSLATE_NOOP("Privilege", "Can manage data")},
        {u"DEVELOPER"_s, QT_TRANSLATE_NOOP("Privilege", "Developer")},
        {u"DISABLE_PINBOARD_CREATION"_s,
         QT_TRANSLATE_NOOP("Privilege", "Cannot create Liveboards")},
        {u"EXPERIMENTALFEATUREPRIVILEGE"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can use experimental features")},
        {u"GROUP_ADMINISTRATION"_s, QT_TRANSLATE_NOOP("Privilege", "Can manage groups")},
        {u"JOBSCHEDULING"_s, QT_TRANSLATE_NOOP("Privilege", "Can schedule for others")},
        {u"LIVEBOARD_VERIFIER"_s, QT_TRANSLATE_NOOP("Privilege", "Can verify Liveboards")},
        {u"ORG_ADMINISTRATION"_s, QT_TRANSLATE_NOOP("Privilege", "Can manage Organizations")},
        {u"PREVIEW_DOCUMENT_SEARCH"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can preview document search")},
        {u"PREVIEW_THOUGHTSPOT_SAGE"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can preview ThoughtSpot Sage")},
        {u"RANALYSIS"_s, QT_TRANSLATE_NOOP("Privilege", "Can run R analysis")},
        {u"ROLE_ADMINISTRATION"_s, QT_TRANSLATE_NOOP("Privilege", "Can manage roles")},
        {u"SHAREWITHALL"_s, QT_TRANSLATE_NOOP("Privilege", "Can share with all users")},
        {u"SYNCMANAGEMENT"_s, QT_TRANSLATE_NOOP("Privilege", "Can manage sync")},
        {u"SYSTEMMANAGEMENT"_s, QT_TRANSLATE_NOOP("Privilege", "Can manage the system")},
        {u"SYSTEM_INFO_ADMINISTRATION"_s,
         QT_TRANSLATE_NOOP("Privilege", "Can see system activity")},
        {u"TAGMANAGEMENT"_s, QT_TRANSLATE_NOOP("Privilege", "Can manage tags")},
        {u"THIRDPARTY_ANALYSIS"_s, QT_TRANSLATE_NOOP("Privilege", "Can run R and Python analysis")},
        {u"USERDATAUPLOADING"_s, QT_TRANSLATE_NOOP("Privilege", "Can upload data")},
        {u"USERMANAGEMENT"_s, QT_TRANSLATE_NOOP("Privilege", "Can manage users")},
        {u"USER_ADMINISTRATION"_s, QT_TRANSLATE_NOOP("Privilege", "Can manage users")},
    };
    return known;
}

QString privilegeName(const QString &apiName)
{
    const char *words = knownPrivileges().value(apiName);
    return words ? QCoreApplication::translate("Privilege", words) : shown(apiName, 128);
}
