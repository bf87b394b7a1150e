using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Predicts many rows by predicting each of them.</summary>
internal static class BatchPrediction
{
    private const int Block = 1024;
    private const int RowsBetweenChecks = 64;

    /// <summary>The greatest number of probabilities that are held while classes are predicted: 8 MB.</summary>
    private const int MostProbabilities = 1 << 20;

    internal delegate T PredictRow<T>(ReadOnlySpan<double> row);

    internal delegate void PredictRowInto(ReadOnlySpan<double> row, Span<double> result);

    internal delegate T PredictRowInto<T>(ReadOnlySpan<double> row, Span<double> result);

    internal delegate void PredictRowSet(ReadOnlySpan<double> row, Span<bool> set);

    internal static unsafe void Run<T>(Matrix rows, Span<T> predictions, int degree, PredictRow<T> predict)
        where T : unmanaged
    {
        if (predictions.Length != rows.Rows)
        {
            throw new ArgumentException($"The predictions hold '{predictions.Length}' elements and must hold '{rows.Rows}', one for each row.", nameof(predictions));
        }

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (T* start = predictions)
        {
            T* output = start;
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                for (int row = first; row < first + count; row++)
                {
                    CheckAt(row);
                    output[row] = predict(rows.Row(row));
                }
            });
        }
    }

    internal static void Run(Matrix rows, Matrix results, int degree, PredictRowInto predict)
    {
        if (results.Rows != rows.Rows)
        {
            throw new ArgumentException($"The results have '{results.Rows}' rows and must have '{rows.Rows}'.", nameof(results));
        }

        ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                CheckAt(row);
                predict(rows.Row(row), results.Row(row));
            }
        });
    }

    internal static unsafe void Run<T>(SparseMatrix rows, Span<T> predictions, int degree, PredictRow<T> predict)
        where T : unmanaged
    {
        if (predictions.Length != rows.Rows)
        {
            throw new ArgumentException($"The predictions hold '{predictions.Length}' elements and must hold '{rows.Rows}', one for each row.", nameof(predictions));
        }

        fixed (T* start = predictions)
        {
            T* output = start;
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                double[] dense = new double[rows.Columns];
                for (int row = first; row < first + count; row++)
                {
                    CheckAt(row);
                    rows.Row(row).CopyTo(dense);
                    output[row] = predict(dense);
                }
            });
        }
    }

    internal static void Run(SparseMatrix rows, Matrix results, int degree, PredictRowInto predict)
    {
        if (results.Rows != rows.Rows)
        {
            throw new ArgumentException($"The results have '{results.Rows}' rows and must have '{rows.Rows}'.", nameof(results));
        }

        ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
        {
            double[] dense = new double[rows.Columns];
            for (int row = first; row < first + count; row++)
            {
                CheckAt(row);
                rows.Row(row).CopyTo(dense);
                predict(dense, results.Row(row));
            }
        });
    }

    internal static unsafe void Run<T>(Matrix rows, Matrix results, Span<T> outcomes, int degree, PredictRowInto<T> predict)
        where T : unmanaged
    {
        RowCheck.Results<T>(results, outcomes, rows.Rows, results.Columns);
        fixed (T* start = outcomes)
        {
            T* output = start;
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                for (int row = first; row < first + count; row++)
                {
                    CheckAt(row);
                    output[row] = predict(rows.Row(row), results.Row(row));
                }
            });
        }
    }

    internal static unsafe void Run<T>(SparseMatrix rows, Matrix results, Span<T> outcomes, int degree, PredictRowInto<T> predict)
        where T : unmanaged
    {
        RowCheck.Results<T>(results, outcomes, rows.Rows, results.Columns);
        fixed (T* start = outcomes)
        {
            T* output = start;
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                double[] dense = new double[rows.Columns];
                for (int row = first; row < first + count; row++)
                {
                    CheckAt(row);
                    rows.Row(row).CopyTo(dense);
                    output[row] = predict(dense, results.Row(row));
                }
            });
        }
    }

    internal static unsafe void Run(Matrix rows, Span<bool> sets, int classes, int degree, PredictRowSet predict)
    {
        RowCheck.Sets(sets, rows.Rows, classes);
        fixed (bool* start = sets)
        {
            bool* output = start;
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                for (int row = first; row < first + count; row++)
                {
                    CheckAt(row);
                    predict(rows.Row(row), new Span<bool>(output + ((long)row * classes), classes));
                }
            });
        }
    }

    internal static unsafe void Run(SparseMatrix rows, Span<bool> sets, int classes, int degree, PredictRowSet predict)
    {
        RowCheck.Sets(sets, rows.Rows, classes);
        fixed (bool* start = sets)
        {
            bool* output = start;
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                double[] dense = new double[rows.Columns];
                for (int row = first; row < first + count; row++)
                {
                    CheckAt(row);
                    rows.Row(row).CopyTo(dense);
                    predict(dense, new Span<bool>(output + ((long)row * classes), classes));
                }
            });
        }
    }

    /// <summary>Predicts the most probable class of each row by way of the probabilities.</summary>
    internal static void Run(IClassificationModel model, Matrix rows, Span<int> classes, int degree) => Run(
        model, rows.Rows, classes, (first, count, probabilities) => model.PredictProbability(rows.RowRange(first, count), probabilities, degree));

    /// <summary>Predicts the most probable class of each sparse row by way of the probabilities.</summary>
    internal static void Run(IClassificationModel model, SparseMatrix rows, Span<int> classes, int degree) => Run(
        model, rows.Rows, classes, (first, count, probabilities) => model.PredictProbability(rows.RowRange(first, count), probabilities, degree));

    // A row may take long: a block of them may take longer than a fit that is cancelled may go on.
    private static void CheckAt(int row)
    {
        if (row % RowsBetweenChecks == 0)
        {
            ParallelLoop.Check();
        }
    }

    private static void Run(IClassificationModel model, int rows, Span<int> classes, Action<int, int, Matrix> predict)
    {
        RowCheck.Results(classes, rows);
        int most = Math.Max(Block, MostProbabilities / model.Classes.Count);
        var probabilities = new Matrix(Math.Min(most, rows), model.Classes.Count);
        int first = 0;
        do
        {
            int count = Math.Min(most, rows - first);
            predict(first, count, probabilities.RowRange(0, count));
            for (int row = 0; row < count; row++)
            {
                classes[first + row] = MostProbable(probabilities.Row(row));
            }

            first += count;
        }
        while (first < rows);
    }

    /// <summary>Finds the greatest probability; of equals, the first.</summary>
    internal static int MostProbable(ReadOnlySpan<double> probabilities)
    {
        int best = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[best])
            {
                best = i;
            }
        }

        return best;
    }
}
