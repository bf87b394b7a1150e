using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Tests.Monitoring;

/// <summary>Makes tables of every kind of column, all of one law.</summary>
internal static class WatchedTables
{
    /// <summary>Makes a table: normal numbers, long tails, few values, truth values, levels of which many are rare, and missing cells.</summary>
    internal static Frame Of(ulong seed, int rows, double shift = 0, double scale = 1, double missing = 0.02, double common = 0.5)
    {
        var random = new RandomStream(seed);
        double[] normal = new double[rows], tail = new double[rows], gaps = new double[rows];
        long[] few = new long[rows];
        bool[] truth = new bool[rows];
        string[] level = new string[rows], rare = new string[rows];
        for (int row = 0; row < rows; row++)
        {
            normal[row] = shift + (scale * random.NextGaussian());
            tail[row] = Math.Exp(2 * random.NextGaussian());
            gaps[row] = random.NextDouble() < missing ? double.NaN : random.NextGaussian();
            few[row] = random.NextInt(5);
            truth[row] = random.NextDouble() < 0.1;
            level[row] = random.NextDouble() < common ? "a" : random.NextDouble() < 0.5 ? "b" : "c";
            rare[row] = $"r{(int)Math.Pow(200, random.NextDouble())}";
        }

        return Frame.Of([
            new DoubleColumn("normal", normal), new DoubleColumn("tail", tail), new DoubleColumn("gaps", gaps), new IntegerColumn("few", few), new BooleanColumn("truth", truth),
            CategoryColumn.From("level", level), CategoryColumn.From("rare", rare)]);
    }
}
