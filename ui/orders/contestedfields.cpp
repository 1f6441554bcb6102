// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/contestedfields.h"

#include "ui/common/isolate.h"
#include "ui/common/plaintip.h"
#include "ui/common/sheetparts.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QLabel>
#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr qsizetype longest = 32; // of a value side by side with two others

} // namespace

ContestedFields::ContestedFields(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"contestedFields"_s);
    auto *explain = new QLabel(tr("Somebody else has corrected this too. Choose what is to stand, or type it below."), this);
    explain->setTextFormat(Qt::PlainText);
    explain->setWordWrap(true);
    QFont strong = explain->font();
    strong.setWeight(QFont::DemiBold);
    explain->setFont(strong);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, Theme::spaceM);
    column->addWidget(explain);
    hide();
}

void ContestedFields::show(const ContactEdit &edit)
{
    delete m_inside;
    m_inside = new QWidget(this);
    m_grid = new QGridLayout(m_inside);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(Theme::spaceM);
    m_grid->setColumnStretch(3, 1);
    const QStringList heads{tr("Mine"), tr("Theirs"), tr("Before")};
    for (int i = 0; i < heads.size(); ++i)
        m_grid->addWidget(faintLabel(heads.at(i), m_inside), 0, i + 1);
    const QStringList undecided = edit.undecided();
    for (const QString &field : edit.contested()) {
        const int row = m_grid->rowCount();
        const QString what = contactFieldWhole(field);
        auto *label = new QLabel(what, m_inside);
        label->setTextFormat(Qt::PlainText);
        m_grid->addWidget(label, row, 0);
        const bool isDecided = !undecided.contains(field);
        const auto isChosen = [&](const QString &value) { return isDecided && edit.value(field) == value; };
        auto *group = new QButtonGroup(m_inside);
        group->setObjectName(field);
        addChoice(u"contestMine_"_s, field, tr("%1: mine").arg(what), edit.mine(field), isChosen(edit.mine(field)), row, 1);
        addChoice(u"contestTheirs_"_s, field, tr("%1: theirs").arg(what), edit.theirs(field), isChosen(edit.theirs(field)), row, 2);
        addChoice(u"contestOriginal_"_s, field, tr("%1: before").arg(what), edit.original(field), isChosen(edit.original(field)), row, 3);
    }
    layout()->addWidget(m_inside);
    setVisible(!edit.contested().isEmpty());
}

void ContestedFields::addChoice(const QString &name, const QString &field, const QString &what, const QString &value, bool isChosen, int row, int column)
{
    const QString shown = value.isEmpty() ? tr("(empty)") : value.size() > longest ? value.left(longest - 1) + u'…' : value;
    auto *choice = new QRadioButton(QString(isolated(shown)).replace(u'&', u"&&"_s), m_inside);
    choice->setObjectName(name + field);
    choice->setAccessibleName(tr("%1: %2").arg(what, value.isEmpty() ? tr("(empty)") : value));
    choice->setToolTip(typedTip(value));
    m_inside->findChild<QButtonGroup *>(field)->addButton(choice);
    choice->setChecked(isChosen);
    m_grid->addWidget(choice, row, column);
    connect(choice, &QRadioButton::clicked, this, [this, field, value] { Q_EMIT chosen(field, value); });
}

} // namespace Steward
