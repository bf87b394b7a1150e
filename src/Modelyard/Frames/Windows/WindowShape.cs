using Modelyard.Frames.Grouping;

namespace Modelyard.Frames.Windows;

/// <summary>Computes the skewness or the kurtosis of the cells of one window.</summary>
internal static class WindowShape
{
    public static double Of(ReadOnlySpan<double> cells, AggregateKind kind)
    {
        double sum = 0, n = 0, squares = 0, cubes = 0, fourths = 0;
        foreach (double cell in cells)
        {
            sum += double.IsNaN(cell) ? 0 : cell;
            n += double.IsNaN(cell) ? 0 : 1;
        }

        double mean = sum / n;
        foreach (double cell in cells)
        {
            if (!double.IsNaN(cell))
            {
                double difference = cell - mean, square = difference * difference;
                squares += square;
                cubes += square * difference;
                fourths += square * square;
            }
        }

        return GroupShapes.Shape(kind, n, mean, squares, cubes, fourths);
    }
}
