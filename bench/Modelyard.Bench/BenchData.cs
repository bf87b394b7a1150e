using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bench;

/// <summary>Represents a prepared data set: the training part and the test part that bench/peers/prepare.py split.</summary>
/// <param name="Train">The rows to learn from.</param>
/// <param name="Test">The rows to score on.</param>
public sealed record BenchData(Dataset Train, Dataset Test)
{
    /// <summary>Reads a data set for regression.</summary>
    /// <param name="name">The name of the data set, such as <c>diamonds</c>.</param>
    /// <returns>Both parts.</returns>
    public static BenchData ReadRegression(string name) => Read(name, (folder, part) =>
    {
        double[] target = NpyFile.ReadVector(Path.Combine(folder, $"y_{part}.npy"));
        return IsSparse(folder) ? Dataset.ForRegression(SparseFeatures(folder, part), target) : Dataset.ForRegression(Features(folder, part), target);
    });

    /// <summary>Reads a data set for classification.</summary>
    /// <param name="name">The name of the data set, such as <c>letters</c>.</param>
    /// <returns>Both parts.</returns>
    public static BenchData ReadClassification(string name) => Read(name, (folder, part) =>
    {
        int[] labels = NpyFile.ReadLabels(Path.Combine(folder, $"y_{part}.npy"));
        IReadOnlyList<string> classes = [.. Enumerable.Range(0, labels.Max() + 1).Select(label => $"class{label}")];
        return IsSparse(folder)
            ? Dataset.ForClassification(SparseFeatures(folder, part), labels, classes)
            : Dataset.ForClassification(Features(folder, part), labels, classes);
    });

    /// <summary>Finds the files of a data set.</summary>
    /// <param name="name">The name of the data set, such as <c>diamonds</c>.</param>
    /// <returns>The path of its folder.</returns>
    public static string Folder(string name)
    {
        string folder = Path.Combine(CacheFolder(), name);
        return File.Exists(Path.Combine(folder, "meta.json"))
            ? folder
            : throw new InvalidOperationException($"The data set '{name}' is not in '{folder}'. Run bench/peers/prepare.py first.");
    }

    private static BenchData Read(string name, Func<string, string, Dataset> create)
    {
        string folder = Folder(name);
        return new BenchData(create(folder, "train"), create(folder, "test"));
    }

    private static bool IsSparse(string folder) => File.Exists(Path.Combine(folder, "X_columns.npy"));

    private static Matrix Features(string folder, string part) => NpyFile.ReadMatrix(Path.Combine(folder, $"X_{part}.npy"));

    private static SparseMatrix SparseFeatures(string folder, string part)
    {
        string Path(string array) => System.IO.Path.Combine(folder, $"X_{part}_{array}.npy");
        int columns = NpyFile.ReadLabels(System.IO.Path.Combine(folder, "X_columns.npy"))[0];
        return new SparseMatrix(columns, NpyFile.ReadLabels(Path("starts")), NpyFile.ReadLabels(Path("indices")), NpyFile.ReadVector(Path("values")));
    }

    private static string CacheFolder()
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Modelyard.slnx")))
            {
                return Path.Combine(folder.FullName, ".cache", "bench");
            }
        }

        throw new InvalidOperationException("The bench runs in the checkout; no Modelyard.slnx was found above the current folder.");
    }
}
