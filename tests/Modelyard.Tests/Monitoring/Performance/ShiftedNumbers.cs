using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Monitoring;

/// <summary>Makes rows of a regression whose noise grows with the first input, and moves that.</summary>
internal static class ShiftedNumbers
{
    /// <summary>A ridge regression, which does not see the square in the law.</summary>
    internal static IRegressionModel Model { get; } = new Ridge().Fit(Rows(1500, 999), ShiftedClasses.Context);

    internal static Dataset Rows(int rows, ulong seed, double shift = 0, double noise = 1)
    {
        var random = new RandomStream(seed);
        var features = new Matrix(rows, 3);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            Span<double> own = features.Row(row);
            for (int j = 0; j < own.Length; j++)
            {
                own[j] = random.NextGaussian() + (j == 0 ? shift : 0);
            }

            target[row] = 20 + (3 * own[0]) + (own[1] * own[1]) + (noise * Math.Exp(0.5 * own[0]) * random.NextGaussian());
        }

        return Dataset.ForRegression(features, target);
    }
}
