// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paper/paperform.h"

#include <QImage>

class QPainter;
class QTextDocument;
class QTextTable;

namespace Steward {

/// One paper, laid out as a business letter (DIN 5008, form B): return address and address in the window of an envelope, reference block
/// beside it, then the lines over as many pages as they take. Belongs to the thread that made it, any one.
class PaperPages
{
public:
    static constexpr int dpi = 600; ///< what draw() counts in

    PaperPages(std::shared_ptr<const PaperForm> form, const Paper &paper);
    ~PaperPages();
    Q_DISABLE_COPY_MOVE(PaperPages)

    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] QSizeF size() const; ///< of a page, in dots of dpi
    /// Draws a page, the first being 0, with its corner where the painter's origin is.
    void draw(QPainter &painter, int page) const;

private:
    [[nodiscard]] std::unique_ptr<QTextDocument> makePart(const QString &part, double width, double points) const;
    void layOutRecipient();
    void layOutBody();
    void layOutAnew();
    void keepRowsWhole(QTextTable &lines, double height);
    void keepWhole(QTextTable &sums, double height);
    [[nodiscard]] QRectF placeOf(const QTextTable &table, int row) const;
    void drawPart(QPainter &painter, QTextDocument &part, double x, double y, const QRectF &clip) const;
    void drawFirst(QPainter &painter) const;
    void drawFoot(QPainter &painter, int page) const;

    std::shared_ptr<const PaperForm> m_form;
    QString m_title;
    PaperValues m_values;
    mutable QImage m_device; ///< whose resolution the texts are laid out in
    std::unique_ptr<QTextDocument> m_letterhead, m_sender, m_recipient, m_reference, m_body, m_foot;
    int m_count = 1;
};

} // namespace Steward
