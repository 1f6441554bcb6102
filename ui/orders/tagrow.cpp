// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/tagrow.h"

#include "ui/common/badge.h"
#include "ui/common/flowlayout.h"

using namespace Qt::StringLiterals;

namespace Steward {

TagRow::TagRow(const QStringList &tags, QWidget *parent) : QWidget(parent)
{
    setObjectName(u"panelTags"_s);
    setAccessibleName(tr("Tags: %1").arg(tags.join(u", "_s)));
    auto *row = new FlowLayout(this, Theme::spaceXs);
    for (const QString &tag : tags) {
        auto *chip = new Badge(this);
        chip->setWord(tag, Theme::Tone::Accent);
        row->addWidget(chip);
    }
}

} // namespace Steward
