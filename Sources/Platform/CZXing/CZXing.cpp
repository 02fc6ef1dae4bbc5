#ifdef BLISTERD_CODES
#define ZX_USE_UTF8
#include "CZXing.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/DecodeHints.h>
#include <ZXing/MultiFormatWriter.h>
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

namespace {

struct Kind {
    int bit;
    ZXing::BarcodeFormat format;
};

const Kind kinds_known[] = {
    {BLISTERD_DATA_MATRIX, ZXing::BarcodeFormat::DataMatrix},
    {BLISTERD_QR_CODE, ZXing::BarcodeFormat::QRCode},
    {BLISTERD_EAN_8, ZXing::BarcodeFormat::EAN8},
    {BLISTERD_EAN_13, ZXing::BarcodeFormat::EAN13},
    {BLISTERD_CODE_128, ZXing::BarcodeFormat::Code128},
};

}  // namespace

int blisterd_barcodes(const uint8_t *pixels, int width, int height, int kinds,
                      blisterd_barcode *found, int capacity) {
    try {
        ZXing::BarcodeFormats formats;
        for (const Kind &kind : kinds_known) {
            if (kinds & kind.bit) { formats |= kind.format; }
        }
        ZXing::DecodeHints hints;
        hints.setFormats(formats).setMaxNumberOfSymbols(
            static_cast<uint8_t>(std::min(capacity, 255)));
        const auto results = ZXing::ReadBarcodes(
            ZXing::ImageView(pixels, width, height, ZXing::ImageFormat::Lum), hints);
        int count = 0;
        for (const auto &result : results) {
            if (count == capacity || !result.isValid()) { continue; }
            blisterd_barcode &code = found[count];
            code.kind = 0;
            for (const Kind &kind : kinds_known) {
                if (result.format() == kind.format) { code.kind = kind.bit; }
            }
            const auto &bytes = result.bytes();
            if (code.kind == 0 || bytes.size() > BLISTERD_BARCODE_TEXT_MAX) { continue; }
            code.is_gs1 = result.contentType() == ZXing::ContentType::GS1;
            const auto &place = result.position();
            for (int corner = 0; corner < 4; corner++) {
                code.x[corner] = place[corner].x;
                code.y[corner] = place[corner].y;
            }
            code.count = bytes.size();
            std::memcpy(code.text, bytes.data(), bytes.size());
            count++;
        }
        return count;
    } catch (...) {
        return -1;
    }
}

int blisterd_draw_barcode(int kind, const char *text, int module, uint8_t *pixels, size_t capacity,
                          int *width, int *height) {
    try {
        for (const Kind &known : kinds_known) {
            if (known.bit != kind) { continue; }
            const bool is_square = kind == BLISTERD_DATA_MATRIX || kind == BLISTERD_QR_CODE;
            const int quiet = is_square ? 4 : 12;
            ZXing::MultiFormatWriter writer(known.format);
            writer.setMargin(0);
            const auto bits = writer.encode(std::string(text), 1, is_square ? 1 : 20);
            const int columns = (bits.width() + 2 * quiet) * module;
            const int rows = (bits.height() + 2 * quiet) * module;
            if (static_cast<size_t>(columns) * static_cast<size_t>(rows) > capacity) { return 0; }
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    const int x = column / module - quiet;
                    const int y = row / module - quiet;
                    const bool is_inside = x >= 0 && y >= 0 && x < bits.width() && y < bits.height();
                    pixels[static_cast<size_t>(row) * columns + column] =
                        is_inside && bits.get(x, y) ? 0 : 255;
                }
            }
            *width = columns;
            *height = rows;
            return 1;
        }
        return 0;
    } catch (...) {
        return 0;
    }
}
#endif
