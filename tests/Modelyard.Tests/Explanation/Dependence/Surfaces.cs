using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Explanation.Dependence;

/// <summary>Makes functions of rows, and rows.</summary>
internal static class Surfaces
{
    /// <summary>Makes a function of matrices of one of rows.</summary>
    internal static Func<Matrix, double[]> Of(Func<double[], double> function) => rows =>
    {
        double[] values = new double[rows.Rows];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = function(rows.Row(row).ToArray());
        }

        return values;
    };

    /// <summary>Draws normal numbers, of which the second goes with the first.</summary>
    internal static Matrix Correlated(int rows, int features, double share = 0.8, ulong seed = 1)
    {
        var random = new RandomStream(seed, 99);
        var cells = new Matrix(rows, features);
        for (int row = 0; row < rows; row++)
        {
            for (int feature = 0; feature < features; feature++)
            {
                cells[row, feature] = random.NextGaussian();
            }

            cells[row, 1] = (share * cells[row, 0]) + (Math.Sqrt(1 - (share * share)) * cells[row, 1]);
        }

        return cells;
    }

    /// <summary>Lays out all combinations of values.</summary>
    internal static Dataset Grid(params double[][] values)
    {
        int rows = values.Aggregate(1, (product, own) => product * own.Length);
        var cells = new Matrix(rows, values.Length);
        for (int row = 0; row < rows; row++)
        {
            int rest = row;
            for (int feature = 0; feature < values.Length; feature++)
            {
                cells[row, feature] = values[feature][rest % values[feature].Length];
                rest /= values[feature].Length;
            }
        }

        return Dataset.WithoutTarget(cells);
    }

    internal static bool Near(double x, double y) => Math.Abs(x - y) <= 1e-9;
}
