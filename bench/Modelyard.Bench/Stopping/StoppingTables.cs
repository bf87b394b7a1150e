using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bench.Stopping;

/// <summary>Makes the tables that the probe's fits learn from.</summary>
/// <param name="rows">The number of rows of the dense table, from which those of the others follow.</param>
internal sealed class StoppingTables(int rows)
{
    private const int Features = 20, WideFeatures = 2_000, SparseFeatures = 50_000, SparseStep = 1_000, FewRows = 20_000, FirstCode = 8;
    private static readonly string[] Classes = ["low", "middle", "high"];

    private readonly Lazy<Matrix> _dense = new(() => Numbers(rows, Features));
    private readonly Lazy<Matrix> _wide = new(() => Numbers(Math.Max(200, rows / 100), WideFeatures));
    private readonly Lazy<SparseMatrix> _sparse = new(() => Sparse(rows / 5));
    private readonly Lazy<Matrix> _codes = new(() => Codes(rows));
    private readonly Lazy<string[]> _texts = new(() => Texts(rows / 5));

    /// <summary>Gets a table of many rows of 20 numbers.</summary>
    internal Dataset Dense(TaskKind task) => Targeted(_dense.Value, task);

    /// <summary>Gets a table of some thousand rows of 2,000 numbers.</summary>
    internal Dataset Wide(TaskKind task) => Targeted(_wide.Value, task);

    /// <summary>Gets a table of the rows that suit a machine whose time grows with their square.</summary>
    internal Dataset Few(TaskKind task) => Targeted(_dense.Value.RowRange(0, Math.Min(rows, FewRows)), task);

    /// <summary>Gets a table of a fifth of the rows, 50 of 50,000 features in each.</summary>
    internal Dataset Sparse(TaskKind task)
    {
        double[] signal = Signal(_sparse.Value.Rows, row => _sparse.Value.Row(row).Values[0] - 2);
        return task switch
        {
            TaskKind.Classification => Dataset.ForClassification(_sparse.Value, Labels(signal), Classes),
            TaskKind.Regression => Dataset.ForRegression(_sparse.Value, signal),
            _ => Dataset.WithoutTarget(_sparse.Value),
        };
    }

    /// <summary>Gets a table of many rows, whose features are timestamps, numbers with missing values, and categories of up to 2,000 levels.</summary>
    internal Dataset Mixed(TaskKind task) => Targeted(_codes.Value, task, new FeatureSchema(Enumerable.Range(0, Features).Select(feature => new Feature(
        $"x{feature}",
        feature < 2 ? FeatureKind.Timestamp : feature < FirstCode ? FeatureKind.Numeric : FeatureKind.Categorical)
    {
        Levels = feature < FirstCode ? [] : [.. Enumerable.Range(0, LevelCount(feature)).Select(level => $"level{level}")],
    })));

    /// <summary>Gets a table of many rows, whose features are categories without a missing value.</summary>
    internal Dataset Counted(TaskKind task)
    {
        Dataset mixed = Mixed(task);
        var codes = new Matrix(rows, Features - FirstCode);
        for (int row = 0; row < rows; row++)
        {
            mixed.Features.Row(row)[FirstCode..].CopyTo(codes.Row(row));
        }

        return mixed.WithFeatures(codes, new FeatureSchema(mixed.Schema.Skip(FirstCode)));
    }

    /// <summary>Gets a table of several targets.</summary>
    internal MultiTargetDataset Targets(TaskKind task)
    {
        double[] signal = SignalOf(_dense.Value);
        var targets = new Matrix(rows, Classes.Length);
        for (int row = 0; row < rows; row++)
        {
            for (int target = 0; target < targets.Columns; target++)
            {
                double value = signal[row] + (0.1 * _dense.Value[row, target]);
                targets[row, target] = task == TaskKind.Classification ? (value > 0.8 ? 1 : 0) : value;
            }
        }

        return task == TaskKind.Classification
            ? MultiTargetDataset.ForLabels(_dense.Value, targets, Classes)
            : MultiTargetDataset.ForRegression(_dense.Value, targets, Classes);
    }

    /// <summary>Gets texts of 40 words each.</summary>
    internal string[] Words => _texts.Value;

    private static Dataset Targeted(Matrix matrix, TaskKind task, FeatureSchema? schema = null) => task switch
    {
        TaskKind.Classification => Dataset.ForClassification(matrix, Labels(SignalOf(matrix)), Classes, schema),
        TaskKind.Regression => Dataset.ForRegression(matrix, SignalOf(matrix), schema),
        _ => Dataset.WithoutTarget(matrix, schema),
    };

    private static double[] SignalOf(Matrix matrix) => Signal(matrix.Rows, row => (matrix[row, 9] % 2) + (matrix[row, 10] % 2));

    private static double[] Signal(int rows, Func<int, double> sum)
    {
        var random = new RandomStream(2);
        double[] signal = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            signal[row] = 1 / (1 + Math.Exp(-sum(row) - random.NextGaussian()));
        }

        return signal;
    }

    private static int[] Labels(double[] signal) => Array.ConvertAll(signal, value => (int)(2.999 * value));

    private static Matrix Numbers(int rows, int columns)
    {
        var random = new RandomStream(1);
        var matrix = new Matrix(rows, columns);
        foreach (ref double element in matrix.AsSpan())
        {
            element = Math.Abs(random.NextGaussian());
        }

        return matrix;
    }

    private static int LevelCount(int feature) => feature == Features - 1 ? 2_000 : 10 * (feature - FirstCode + 1);

    private static Matrix Codes(int rows)
    {
        var random = new RandomStream(4);
        var matrix = new Matrix(rows, Features);
        for (int row = 0; row < rows; row++)
        {
            for (int feature = 0; feature < Features; feature++)
            {
                matrix[row, feature] = feature < 2 ? random.NextInt(2_000_000_000)
                    : feature < FirstCode ? (random.NextInt(20) == 0 ? double.NaN : Math.Abs(random.NextGaussian()))
                    : random.NextInt(LevelCount(feature));
            }
        }

        return matrix;
    }

    private static SparseMatrix Sparse(int rows)
    {
        var random = new RandomStream(3);
        int[] starts = new int[rows + 1], indices = new int[rows * (SparseFeatures / SparseStep)];
        double[] values = new double[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = (i % (SparseFeatures / SparseStep) * SparseStep) + random.NextInt(SparseStep);
            values[i] = 1 + random.NextDouble();
        }

        for (int row = 0; row < rows; row++)
        {
            starts[row + 1] = (row + 1) * (SparseFeatures / SparseStep);
        }

        return new SparseMatrix(SparseFeatures, starts, indices, values);
    }

    private static string[] Texts(int rows)
    {
        var random = new RandomStream(5);
        string[] texts = new string[rows];
        for (int row = 0; row < rows; row++)
        {
            // The square makes some words frequent and many rare.
            texts[row] = string.Join(' ', Enumerable.Range(0, 40).Select(_ => $"w{(int)(200_000 * Math.Pow(random.NextDouble(), 2))}"));
        }

        return texts;
    }
}
