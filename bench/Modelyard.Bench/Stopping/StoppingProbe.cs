using System.Diagnostics;
using Modelyard.Catalogue;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bench.Stopping;

/// <summary>Measures how long fits to large data go on after they were cancelled, or after their time was up.</summary>
/// <remarks>A cancelled fit shall end within a tenth of a second. It is a probe, not a row of the table: on a busy machine the figures say little.</remarks>
public static class StoppingProbe
{
    private static readonly double[] Moments = [0.02, 0.1, 0.3, 1, 2.5];

    /// <summary>Measures every estimator of the catalogue whose name contains a text.</summary>
    /// <param name="only">The text.</param>
    /// <param name="rows">The number of dense rows, of 20 features; a fifth as many sparse ones, of 50,000.</param>
    /// <returns>A line for each estimator and form of the data: the longest delays in milliseconds.</returns>
    public static IEnumerable<string> Run(string only, int rows)
    {
        IEstimator[] chosen = [.. EstimatorCatalogue.All.Select(entry => entry.Default).Where(estimator => estimator.GetType().Name.Contains(only, StringComparison.OrdinalIgnoreCase))];
        Matrix dense = Dense(rows);
        SparseMatrix sparse = Sparse(rows / 5);
        foreach (IEstimator estimator in chosen)
        {
            yield return Line(estimator, "dense", Data(estimator, dense.Rows, dense, null));
            if (estimator.Traits.Sparse)
            {
                yield return Line(estimator, "sparse", Data(estimator, sparse.Rows, null, sparse));
            }
        }
    }

    private static string Line(IEstimator estimator, string form, Dataset data)
    {
        string name = FormattableString.Invariant($"{estimator.GetType().Name,-30} {form,-6}");
        try
        {
            (double cancelled, double late, double last) = Delays(estimator, data);
            return FormattableString.Invariant($"{name} cancelled {cancelled,7:0} ms   budget {late,7:0} ms   up to {last} s");
        }
        catch (ModelyardException exception)
        {
            return $"{name} {exception.Message}";
        }
    }

    private static (double Cancelled, double Late, double Last) Delays(IEstimator estimator, Dataset data)
    {
        double cancelled = 0, late = 0, last = 0;
        foreach (double moment in Moments)
        {
            using var source = new CancellationTokenSource();
            long asked = long.MaxValue;
            using var timer = new Timer(
                _ =>
                {
                    Volatile.Write(ref asked, Stopwatch.GetTimestamp());
                    source.Cancel();
                },
                null,
                TimeSpan.FromSeconds(moment),
                Timeout.InfiniteTimeSpan);
            if (!Fit(estimator, data, new FitContext { Cancellation = source.Token }))
            {
                break;
            }

            cancelled = Math.Max(cancelled, Stopwatch.GetElapsedTime(Volatile.Read(ref asked)).TotalMilliseconds);
            last = moment;
            long start = Stopwatch.GetTimestamp();
            Fit(estimator, data, new FitContext { Budget = TimeSpan.FromSeconds(moment) });
            late = Math.Max(late, Stopwatch.GetElapsedTime(start).TotalMilliseconds - (1000 * moment));
        }

        return (cancelled, late, last);
    }

    /// <summary>Fits; false if the fit came to its end.</summary>
    private static bool Fit(IEstimator estimator, Dataset data, FitContext context)
    {
        try
        {
            estimator.FitModel(data, context);
            return false;
        }
        catch (Exception exception) when (exception is OperationCanceledException or FitBudgetException)
        {
            return true;
        }
    }

    private static Dataset Data(IEstimator estimator, int rows, Matrix? dense, SparseMatrix? sparse)
    {
        var random = new RandomStream(2);
        double[] signal = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            double sum = dense is not null ? dense[row, 0] + dense[row, 1] : sparse!.Row(row).Values[0] - 2;
            signal[row] = 1 / (1 + Math.Exp(-sum - random.NextGaussian()));
        }

        if (estimator.Task == TaskKind.Regression)
        {
            return dense is not null ? Dataset.ForRegression(dense, signal) : Dataset.ForRegression(sparse!, signal);
        }

        int[] labels = Array.ConvertAll(signal, value => (int)(2.999 * value));
        string[] classes = ["low", "middle", "high"];
        return dense is not null ? Dataset.ForClassification(dense, labels, classes) : Dataset.ForClassification(sparse!, labels, classes);
    }

    private static Matrix Dense(int rows)
    {
        var random = new RandomStream(1);
        var matrix = new Matrix(rows, 20);
        foreach (ref double element in matrix.AsSpan())
        {
            element = Math.Abs(random.NextGaussian());
        }

        return matrix;
    }

    private static SparseMatrix Sparse(int rows)
    {
        const int Columns = 50_000, Step = 1_000;
        var random = new RandomStream(3);
        int[] starts = new int[rows + 1], indices = new int[rows * (Columns / Step)];
        double[] values = new double[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = (i % (Columns / Step) * Step) + random.NextInt(Step);
            values[i] = 1 + random.NextDouble();
        }

        for (int row = 0; row < rows; row++)
        {
            starts[row + 1] = (row + 1) * (Columns / Step);
        }

        return new SparseMatrix(Columns, starts, indices, values);
    }
}
