// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include "ui/common/scaledstyle.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

#include <array>

using namespace Qt::StringLiterals;

namespace Steward::Theme {

namespace {

struct Pair
{
    QRgb text;
    QRgb fill;
};

/// In the order of Tone: Neutral, Good, Warning, Bad, Info, Accent, Faint.
constexpr std::array<Pair, 7> lightTones{{{0xff3d4754, 0xffe9ecf0}, {0xff155f37, 0xffdcf2e4}, {0xff734600, 0xfffcefd3}, {0xff9b1c2e, 0xfffbe3e6},
                                          {0xff1d4f91, 0xffe1ecfa}, {0xff165954, 0xffd9edeb}, {0xff566170, 0xfff5f6f8}}};
constexpr std::array<Pair, 7> darkTones{{{0xffc6ced8, 0xff2d343d}, {0xff8fdcae, 0xff1d3a2a}, {0xfff0c674, 0xff40331a}, {0xffff9aa8, 0xff472329},
                                         {0xff9cc4ff, 0xff1f3250}, {0xff7fd6cc, 0xff1f3b3a}, {0xff9aa5b1, 0xff161a20}}};

bool dark = false;
int percent = 100;

QPalette makePalette()
{
    const auto colour = [](QRgb light, QRgb darkValue) { return QColor::fromRgb(dark ? darkValue : light); };
    QPalette palette;
    palette.setColor(QPalette::Window, colour(0xfff5f6f8, 0xff161a20));
    palette.setColor(QPalette::WindowText, colour(0xff1b232e, 0xffe6eaef));
    palette.setColor(QPalette::Base, colour(0xffffffff, 0xff1c2128));
    palette.setColor(QPalette::AlternateBase, colour(0xfff9fafb, 0xff20262e));
    palette.setColor(QPalette::Text, colour(0xff1b232e, 0xffe6eaef));
    palette.setColor(QPalette::PlaceholderText, colour(0xff687382, 0xff8b96a3));
    palette.setColor(QPalette::Button, colour(0xffffffff, 0xff252b33));
    palette.setColor(QPalette::ButtonText, colour(0xff1b232e, 0xffe6eaef));
    palette.setColor(QPalette::BrightText, colour(0xffffffff, 0xff0d1013));
    palette.setColor(QPalette::Highlight, colour(0xffcfe7e5, 0xff24504c));
    palette.setColor(QPalette::HighlightedText, colour(0xff0d2a28, 0xfff0fbfa));
    palette.setColor(QPalette::Link, colour(0xff165954, 0xff7fd6cc));
    palette.setColor(QPalette::LinkVisited, colour(0xff165954, 0xff7fd6cc));
    palette.setColor(QPalette::ToolTipBase, colour(0xff222b36, 0xff303842));
    palette.setColor(QPalette::ToolTipText, colour(0xffffffff, 0xfff2f4f7));
    palette.setColor(QPalette::Mid, colour(0xffdde1e6, 0xff2f3740));
    palette.setColor(QPalette::Light, colour(0xffffffff, 0xff2a313a));
    palette.setColor(QPalette::Dark, colour(0xffb9c1ca, 0xff0e1115));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colour(0xff8a94a1, 0xff6d7783));
    return palette;
}

/// Shapes that the palette cannot say. Tokens are replaced by the colours in force.
QString makeStyleSheet()
{
    QString sheet = uR"(
QToolTip { border: none; padding: 5px 8px; }
QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QDateEdit { border: 1px solid @edge; border-radius: 6px; padding: 5px 8px; background: @base; selection-background-color: @select; selection-color: @selectText; }
QComboBox::drop-down { border: none; width: @arrowBox; }
QComboBox::down-arrow { image: url(:/icons/chevron-down-@shade.svg); width: @arrow; height: @arrow; }
QAbstractSpinBox, QDateEdit { padding-right: @arrowBox; }
QAbstractSpinBox::up-button, QDateEdit::up-button, QAbstractSpinBox::down-button, QDateEdit::down-button { border: none; background: transparent; width: @arrowBox; subcontrol-origin: border; }
QAbstractSpinBox::up-button, QDateEdit::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button, QDateEdit::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow, QDateEdit::up-arrow { image: url(:/icons/chevron-up-@shade.svg); width: @arrow; height: @arrow; }
QAbstractSpinBox::down-arrow, QDateEdit::down-arrow { image: url(:/icons/chevron-down-@shade.svg); width: @arrow; height: @arrow; }
QDateEdit::drop-down { border: none; width: @arrowBox; }
QDialog { border: 1px solid @edge; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QDateEdit:focus { border: 2px solid @accent; padding: 4px 7px; }
QPushButton { border: 1px solid @edge; border-radius: 6px; padding: 6px 14px; background: @button; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @select; }
QPushButton:focus { border: 2px solid @accent; padding: 5px 13px; }
QPushButton:disabled { color: @faint; background: @window; }
QPushButton[primary="true"] { background: @accent; color: @onAccent; border: 1px solid @accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @accentHover; }
QPushButton[primary="true"]:focus { border: 2px solid @text; padding: 5px 13px; }
QPushButton[primary="true"]:disabled { background: @line; color: @faint; border-color: @line; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 5px; }
QToolButton:hover { background: @hover; }
QToolButton:checked { background: @select; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton::menu-indicator { image: none; }
QTableView { border: none; background: @base; gridline-color: @line; }
QHeaderView { background: @window; border: none; }
QHeaderView::section { background: @window; border: none; border-bottom: 1px solid @line; padding: 6px 8px; color: @faint; font-weight: 600; }
QTabBar::tab { padding: 8px 14px; border: none; border-bottom: 2px solid transparent; color: @faint; background: transparent; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; font-weight: 600; }
QTabBar::tab:hover { color: @text; }
QTabBar:focus { border: none; }
QTabBar::tab:focus { background: @hover; }
QMenu { border: 1px solid @edge; padding: 4px; background: @base; }
QMenu::item { padding: 6px 22px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @select; color: @selectText; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }
QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @line; }
QStatusBar { border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QScrollArea { border: none; background: @base; }
QProgressBar { border: none; border-radius: 3px; background: @line; height: 6px; }
QProgressBar::chunk { border-radius: 3px; background: @accent; }
QListView { border: 1px solid @edge; border-radius: 6px; background: @base; }
QListView::item { padding: 5px 10px; border: none; border-radius: 4px; }
QListView::item:selected { background: @select; color: @selectText; }
)"_s;
    const QPalette palette = makePalette();
    const QList<std::pair<QString, QColor>> tokens{
        {u"@selectText"_s, palette.color(QPalette::HighlightedText)}, {u"@select"_s, palette.color(QPalette::Highlight)}, {u"@scroll"_s, QColor::fromRgb(dark ? 0xff47515d : 0xffc3cad2)},
        {u"@onAccent"_s, QColor::fromRgb(dark ? 0xff0b1f1d : 0xffffffff)}, {u"@accentHover"_s, QColor::fromRgb(dark ? 0xff93e0d7 : 0xff12504b)}, {u"@accent"_s, QColor::fromRgb(dark ? 0xff7fd6cc : 0xff1a655f)},
        {u"@button"_s, palette.color(QPalette::Button)}, {u"@base"_s, palette.color(QPalette::Base)}, {u"@edge"_s, QColor::fromRgb(dark ? 0xff3c4650 : 0xffc9d0d8)}, {u"@hover"_s, QColor::fromRgb(dark ? 0xff2d343d : 0xffeceff2)},
        {u"@window"_s, palette.color(QPalette::Window)}, {u"@faint"_s, text(Tone::Faint)}, {u"@line"_s, line()}, {u"@text"_s, palette.color(QPalette::Text)}};
    for (const auto &[token, colour] : tokens)
        sheet.replace(token, colour.name());
    sheet.replace(u"@shade"_s, dark ? u"dark"_s : u"light"_s);
    sheet.replace(u"@arrowBox"_s, u"%1px"_s.arg(scaled(22)));
    sheet.replace(u"@arrow"_s, u"%1px"_s.arg(scaled(12)));
    return sheet;
}

/// Draws an SVG in the colour of text in force when it is painted, so that icons follow a change of theme.
class IconEngine final : public QIconEngine
{
public:
    explicit IconEngine(QByteArray svg) : m_svg(std::move(svg)) { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        QByteArray coloured = m_svg;
        const QPalette palette = makePalette();
        coloured.replace("#000000", palette.color(mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active, QPalette::ButtonText).name().toLatin1());
        QSvgRenderer(coloured).render(painter, rect);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, pixmap.rect(), mode, state);
        return pixmap;
    }
    [[nodiscard]] QIconEngine *clone() const override { return new IconEngine(m_svg); }

private:
    QByteArray m_svg;
};

} // namespace

int scaled(int pixels)
{
    return pixels * percent / 100;
}

void apply(QApplication &application, Mode mode, int textPercent)
{
    percent = textPercent;
    static const QPalette systemPalette = QApplication::palette();
    dark = mode == Mode::Dark || (mode == Mode::System && systemPalette.color(QPalette::Window).lightness() < 128);
    application.setStyle(new ScaledStyle);
    QApplication::setPalette(makePalette());
    application.setStyleSheet(makeStyleSheet());
}

bool isDark()
{
    return dark;
}

QColor text(Tone tone)
{
    return QColor::fromRgb((dark ? darkTones : lightTones).at(size_t(tone)).text);
}

QColor background(Tone tone)
{
    return QColor::fromRgb((dark ? darkTones : lightTones).at(size_t(tone)).fill);
}

QColor line()
{
    return QColor::fromRgb(dark ? 0xff2b323a : 0xffe2e6ea);
}

QIcon icon(const QString &name)
{
    QFile file(u":/icons/%1.svg"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new IconEngine(file.readAll()));
}

void paintMark(QPainter &painter, const QRect &rect, const QString &icon, Tone tone)
{
    QFile file(u":/icons/%1.svg"_s.arg(icon));
    if (!file.open(QIODevice::ReadOnly))
        return;
    constexpr int edge = 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(background(tone));
    painter.drawRoundedRect(rect, 4, 4);
    QSvgRenderer(file.readAll().replace("#000000", text(tone).name().toLatin1())).render(&painter, QRectF(rect).adjusted(edge, edge, -edge, -edge));
    painter.restore();
}

} // namespace Steward::Theme
