namespace Modelyard.Frames.Selecting;

/// <summary>Computes how two columns go together, of the rows in which both have a cell.</summary>
internal static class ColumnCorrelation
{
    public static double Of(double[] left, double[] right, CorrelationMethod method, int least)
    {
        List<double> mine = [], theirs = [];
        for (int row = 0; row < left.Length; row++)
        {
            if (!double.IsNaN(left[row]) && !double.IsNaN(right[row]))
            {
                mine.Add(left[row]);
                theirs.Add(right[row]);
            }
        }

        if (mine.Count < least)
        {
            return double.NaN;
        }

        return method == CorrelationMethod.Pearson ? Pearson([.. mine], [.. theirs]) : Pearson(Ranks(mine), Ranks(theirs));
    }

    private static double[] Ranks(List<double> values) => new DoubleColumn("ranked", [.. values]).Rank().Values.ToArray();

    private static double Pearson(double[] left, double[] right)
    {
        double meanLeft = left.Average(), meanRight = right.Average(), both = 0, squaresLeft = 0, squaresRight = 0;
        for (int i = 0; i < left.Length; i++)
        {
            double a = left[i] - meanLeft, b = right[i] - meanRight;
            both += a * b;
            squaresLeft += a * a;
            squaresRight += b * b;
        }

        // The root of a square need not be exact, and a column goes with itself by exactly 1.
        double spread = squaresLeft == squaresRight ? squaresLeft : Math.Sqrt(squaresLeft) * Math.Sqrt(squaresRight);
        return spread > 0 ? Math.Clamp(both / spread, -1, 1) : double.NaN;
    }
}
