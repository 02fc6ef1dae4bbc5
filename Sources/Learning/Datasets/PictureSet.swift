internal import Foundation

/// Labelled pictures in a folder: the MVTec AD layout, or one folder per class.
///
/// MVTec AD: `train/good`, `test/good`, `test/KIND`, `ground_truth/KIND`. Pictures are PNG, JPEG or
/// PNM; other files are left alone. Order is by class and name, the same on every machine.
public struct PictureSet: Sendable {
    /// File endings of pictures.
    static let endings = ["png", "jpg", "jpeg", "pgm", "ppm", "pnm"]

    /// The folder.
    public let folder: String
    /// Pictures to learn from: those of `train`, or all of a folder per class.
    public let training: [LabelledPicture]
    /// Pictures to measure with: those of `test`, or all of a folder per class.
    public let testing: [LabelledPicture]
    /// Whether no picture is both in ``training`` and in ``testing``.
    public let isDivided: Bool

    /// Finds the pictures in `folder`; reads none of them.
    public init(folder: String) throws(PictureSetError) {
        self.folder = folder
        let base = URL(filePath: folder)
        let names = Self.folders(base)
        isDivided = names.contains("train") || names.contains("test")
        if isDivided {
            training = Self.pictures(base.appending(path: "train"))
            testing = Self.pictures(base.appending(path: "test"))
        } else {
            training = Self.pictures(base)
            testing = training
        }
        guard !training.isEmpty || !testing.isEmpty else {
            throw PictureSetError(
                path: folder,
                reason: "holds no folders of PNG, JPEG or PNM pictures",
                cure: "give a folder with train/good and test/KIND, or with one folder per class"
            )
        }
    }

    /// Names of the folders in `base`, sorted.
    private static func folders(_ base: URL) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: base.path())) ?? []
        return names.sorted().filter { name in
            let place = base.appending(path: name).resolvingSymlinksInPath()
            let facts = try? place.resourceValues(forKeys: [.isDirectoryKey])
            return !name.hasPrefix(".") && facts?.isDirectory == true
        }
    }

    private static func pictures(_ base: URL) -> [LabelledPicture] {
        folders(base).flatMap { label -> [LabelledPicture] in
            let place = base.appending(path: label)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path())) ?? []
            return names.sorted().filter { name in
                endings.contains((name as NSString).pathExtension.lowercased())
            }.map { name in
                LabelledPicture(
                    path: place.appending(path: name).path(),
                    label: label,
                    group: group(ofFile: name)
                )
            }
        }
    }

    /// The name up to what tells the pockets of one blister apart: `b0041-p3.png` is of `b0041`.
    static func group(ofFile name: String) -> String {
        let stem = (name as NSString).deletingPathExtension
        guard let mark = stem.range(of: "-p", options: .backwards),
            mark.upperBound < stem.endIndex,
            stem[mark.upperBound...].allSatisfy(\.isNumber)
        else { return stem }
        return String(stem[..<mark.lowerBound])
    }
}
