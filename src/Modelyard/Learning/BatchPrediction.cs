using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Predicts many rows by predicting each of them.</summary>
internal static class BatchPrediction
{
    private const int Block = 1024;

    internal delegate double PredictRow(ReadOnlySpan<double> row);

    internal delegate void PredictRowInto(ReadOnlySpan<double> row, Span<double> result);

    internal static unsafe void Run(Matrix rows, Span<double> predictions, int degree, PredictRow predict)
    {
        if (predictions.Length != rows.Rows)
        {
            throw new ArgumentException($"The predictions hold '{predictions.Length}' elements and must hold '{rows.Rows}', one for each row.", nameof(predictions));
        }

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (double* start = predictions)
        {
            double* output = start;
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                for (int row = first; row < first + count; row++)
                {
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
                predict(rows.Row(row), results.Row(row));
            }
        });
    }

    internal static unsafe void Run(SparseMatrix rows, Span<double> predictions, int degree, PredictRow predict)
    {
        if (predictions.Length != rows.Rows)
        {
            throw new ArgumentException($"The predictions hold '{predictions.Length}' elements and must hold '{rows.Rows}', one for each row.", nameof(predictions));
        }

        fixed (double* start = predictions)
        {
            double* output = start;
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                double[] dense = new double[rows.Columns];
                for (int row = first; row < first + count; row++)
                {
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
                rows.Row(row).CopyTo(dense);
                predict(dense, results.Row(row));
            }
        });
    }
}
