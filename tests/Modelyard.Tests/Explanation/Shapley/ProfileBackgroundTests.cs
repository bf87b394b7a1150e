using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Tests.Explanation.Shapley;

public sealed class ProfileBackgroundTests
{
    private static readonly FeatureSchema Schema = new(
        new Feature("number"), new Feature("few"), new Feature("level", FeatureKind.Categorical) { Levels = ["a", "b", "c"] }, new Feature("constant"), new Feature("empty"));

    [Fact]
    public void Rows_have_the_values_levels_and_missing_cells_of_the_training_data_in_their_proportions()
    {
        Dataset data = Data();
        Matrix rows = ProfileBackground.Of(TableProfiler.Profile(data), data.Schema, rows: 1000);
        double[][] columns = [.. Enumerable.Range(0, 5).Select(column => Cells(rows, column))];
        Assert.Equal(Cells(data.Features, 0).Average(), columns[0].Average(), 0.02);
        Assert.Equal(200, columns[1].Count(double.IsNaN), 2.0);
        Assert.Equal([0.0, 1, 4], columns[1].Where(value => !double.IsNaN(value)).Distinct().Order());
        Assert.Equal(500, columns[2].Count(code => code == 2), 2.0);
        Assert.All(columns[3], value => Assert.Equal(7, value));
        Assert.All(columns[4], value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Columns_are_strewn_apart_from_each_other()
    {
        Matrix rows = ProfileBackground.Of(TableProfiler.Profile(Data()), Schema, rows: 1000);
        double[] numbers = Cells(rows, 0), levels = Cells(rows, 2);
        Assert.Equal(numbers.Average(), numbers.Where((_, row) => levels[row] == 2).Average(), 0.1);
    }

    [Fact]
    public void Features_that_the_profile_does_not_know_are_missing()
    {
        Matrix rows = ProfileBackground.Of(TableProfiler.Profile(Data()), new FeatureSchema(new Feature("other"), new Feature("constant")), rows: 3);
        Assert.All(Cells(rows, 0), value => Assert.True(double.IsNaN(value)));
        Assert.All(Cells(rows, 1), value => Assert.Equal(7, value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Made_values_of_a_long_tail_have_the_mean_of_the_column_and_stay_within_it(int sign)
    {
        var features = new Matrix(4000, 1);
        var random = new RandomStream(8);
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 0] = sign * Math.Round(Math.Exp(10 + random.NextGaussian()), 2);
        }

        var data = Dataset.ForRegression(features, new double[features.Rows]);
        double[] made = Cells(ProfileBackground.Of(TableProfiler.Profile(data), data.Schema, rows: 2000), 0), own = Cells(features, 0);
        Assert.Equal(1, made.Average() / own.Average(), 1e-3);
        Assert.Equal(1, made.Order().ElementAt(1000) / own.Order().ElementAt(2000), 0.02);
        Assert.InRange(made.Min(), own.Min(), own.Max());
        Assert.InRange(made.Max(), own.Min(), own.Max());
    }

    [Theory]
    [InlineData(FeatureKind.Numeric, 0.01)]
    [InlineData(FeatureKind.Numeric, 1)]
    [InlineData(FeatureKind.Timestamp, 86400)]
    [InlineData(FeatureKind.Timestamp, 3600)]
    public void Made_values_keep_the_grain_of_the_column(FeatureKind kind, double grain)
    {
        var features = new Matrix(2000, 1);
        var random = new RandomStream(8);
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 0] = grain < 1 ? Math.Round(random.NextInt(5000) * grain, 2) : random.NextInt(5000) * grain;
        }

        var data = Dataset.ForRegression(features, new double[features.Rows], new FeatureSchema(new Feature("x", kind)));
        double[] made = Cells(ProfileBackground.Of(TableProfiler.Profile(data), data.Schema, rows: 1000), 0);
        Assert.All(made, value => Assert.Equal(value, grain < 1 ? Math.Round(value, 2) : Math.Round(value / grain) * grain));
        Assert.Equal(Cells(features, 0).Average(), made.Average(), 60 * grain);
        Assert.True(made.Distinct().Count() > 500);
    }

    private static double[] Cells(Matrix rows, int column)
    {
        double[] cells = new double[rows.Rows];
        rows.CopyColumnTo(column, cells);
        return cells;
    }

    private static Dataset Data()
    {
        var features = new Matrix(2000, 5);
        var random = new RandomStream(3);
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 0] = random.NextGaussian();
            features[row, 1] = (row % 5) switch { 0 => double.NaN, 1 => 4, 2 => 1, _ => 0 };
            features[row, 3] = 7;
            features[row, 4] = double.NaN;
        }

        // Half of the rows exactly are of the last level.
        double median = Cells(features, 0).Order().ElementAt(1000);
        for (int row = 0; row < features.Rows; row++)
        {
            features[row, 2] = features[row, 0] >= median ? 2 : row % 2;
        }

        return Dataset.ForRegression(features, new double[2000], Schema);
    }
}
