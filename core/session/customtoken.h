#pragma once

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

//! What a custom token carries beside its life and its Org: values that rules of row-level security
//! go by. Users are never made or changed for it (auto_create). FACTS 3, token/custom.
struct CustomToken
{
    Q_GADGET

public:
    //! What becomes of the values at the server. Only None leaves the user's data as they are: the
    //! others write to the user, beyond the life of the token.
    enum class Persist
    {
        None,
        Append,
        Replace,
        Reset
    };
    Q_ENUM(Persist)

    //! Named as on the wire.
    enum class Operator
    {
        EQ,
        NE,
        IN,
        NOT_IN,
        LT,
        LE,
        GT,
        GE,
        BW,
        BW_INC,
        BW_INC_MIN,
        BW_INC_MAX,
        CONTAINS,
        BEGINS_WITH,
        ENDS_WITH,
        LIKE
    };
    Q_ENUM(Operator)

    struct FilterRule
    {
        QString column{};
        Operator op = Operator::IN;
        QStringList values{};

        friend bool operator==(const FilterRule &, const FilterRule &) = default;
    };

    struct NamedValues
    {
        QString name{};
        QStringList values{};

        friend bool operator==(const NamedValues &, const NamedValues &) = default;
    };

    Persist persist = Persist::None;
    QList<FilterRule> filterRules{};
    QList<NamedValues> parameters{}; //!< one value each
    QList<NamedValues> variables{};  //!< 10.14 and later; only with Append or Replace
    QStringList tables{}; //!< GUIDs or names; what the values apply to, empty: everything
    QStringList groups{}; //!< GUIDs or names; for users that the cluster makes

    friend bool operator==(const CustomToken &, const CustomToken &) = default;
};
