using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Tests.Pipelines;

/// <summary>Makes tables as people have them: numbers, levels, truth values and dates with holes, and a target that follows from some of them.</summary>
internal static class MixedTable
{
    private static readonly string[] Cities = ["Bern", "Graz", "Köln", "Lyon"];

    /// <summary>Makes a table of the inputs age, income, city, member, since and key (of many levels), and the targets bought and spent.</summary>
    public static Frame Of(int rows, ulong seed = 1)
    {
        var random = new RandomStream(seed);
        double[] age = new double[rows], income = new double[rows], spent = new double[rows];
        string?[] city = new string?[rows], key = new string?[rows], bought = new string?[rows];
        bool[] member = new bool[rows];
        long[] since = new long[rows];
        for (int row = 0; row < rows; row++)
        {
            age[row] = 20 + random.NextInt(60);
            income[row] = Math.Round(Math.Exp(10 + random.NextGaussian()));
            int town = random.NextInt(Cities.Length);
            city[row] = Cities[town];
            key[row] = $"key {random.NextInt(60)}";
            member[row] = random.NextDouble() < 0.4;
            since[row] = new DateTime(2015, 1, 1).AddHours(random.NextInt(80_000)).Ticks;
            double signal = (0.05 * (age[row] - 50)) + (member[row] ? 0.8 : -0.4) + (town == 2 ? 1.2 : 0) + random.NextGaussian();
            bought[row] = signal > 0.3 ? "yes" : "no";
            spent[row] = Math.Round(100 + (20 * signal) + (0.001 * income[row]), 2);
            age[row] = random.NextDouble() < 0.1 ? double.NaN : age[row];
            city[row] = random.NextDouble() < 0.1 ? null : city[row];
        }

        return Frame.Of(
            new DoubleColumn("age", age),
            new DoubleColumn("income", income),
            CategoryColumn.From("city", city),
            new BooleanColumn("member", member),
            new TimestampColumn("since", since),
            new TextColumn("key", key),
            CategoryColumn.From("bought", bought),
            new DoubleColumn("spent", spent));
    }

    /// <summary>Encodes the table for one of its two targets.</summary>
    public static Dataset Data(Frame frame, string target)
    {
        Frame own = frame.Drop(target == "bought" ? "spent" : "bought");
        return TargetPlan.Learn(own, target).Encode(own, new RowEncoder(TablePlan.Learn(own, target).Inputs));
    }
}
