using Modelyard.Numerics;

namespace Modelyard.Tests.Inference;

/// <summary>Makes tables whose truth is known.</summary>
internal static class InferenceTables
{
    /// <summary>Makes correlated features of unequal sizes, and a target of them with normal errors.</summary>
    public static (Matrix Features, double[] Target) Linear(int rows, int columns, ulong seed)
    {
        var random = new RandomStream(seed);
        var features = new Matrix(rows, columns);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            double shared = random.NextGaussian(), sum = 1;
            for (int j = 0; j < columns; j++)
            {
                double value = random.NextGaussian() + (0.5 * shared);
                features[row, j] = (value * Math.Pow(10, j % 4)) + (5 * j);
                sum += value * (j % 3);
            }

            target[row] = sum + (2 * random.NextGaussian());
        }

        return (features, target);
    }
}
