using Modelyard.Frames;
using Modelyard.Monitoring;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Tests.Monitoring;

/// <summary>Watches many columns for a long time.</summary>
public sealed class WindowsOverTimeTests
{
    private const int Columns = 100, Windows = 500, Rows = 200;

    [Fact]
    public void A_hundred_columns_in_five_hundred_windows_without_a_change_alarm_no_more_often_than_is_stated()
    {
        TableTally reference = TableTally.Of(Table(0, 5000));
        var investing = new AlphaInvesting(0.05);
        int each = 0;
        for (int window = 1; window <= Windows; window++)
        {
            var tally = new TableTally(reference.Grid);
            tally.Add(Table(window, Rows));
            double chance = TableDrift.Compare(reference, tally, new DriftOptions { LeastEffect = 0, LeastMissing = 0 }).Columns.Min(column => Math.Min(column.AdjustedPValue, double.IsNaN(column.Missing.AdjustedPValue) ? 1 : column.Missing.AdjustedPValue));
            each += chance <= 0.05 ? 1 : 0;
            investing.Decide(chance);
        }

        // A window alone is told in 5 % of cases at most, give or take 2.58 standard errors; over time the stated share is that of any alarm at all.
        Assert.InRange(each / (double)Windows, 0.005, 0.05 + (2.58 * Math.Sqrt(0.05 * 0.95 / Windows)));
        Assert.Empty(investing.Findings);
    }

    private static Frame Table(int window, int rows)
    {
        var random = new RandomStream(12, (ulong)window);
        double[][] columns = [.. Enumerable.Range(0, Columns).Select(_ => new double[rows])];
        for (int row = 0; row < rows; row++)
        {
            // Half of the columns go together.
            double shared = random.NextGaussian();
            for (int column = 0; column < Columns; column++)
            {
                double value = column % 2 == 0 ? random.NextGaussian() : (0.7 * shared) + (0.7 * random.NextGaussian());
                columns[column][row] = column % 10 == 3 && value > 1.5 ? double.NaN : column % 10 == 4 ? Math.Floor(2 * value) : column % 10 == 5 ? Math.Exp(2 * value) : value;
            }
        }

        return Frame.Of([.. columns.Select((values, column) => (Column)new DoubleColumn($"x{column}", values))]);
    }
}
