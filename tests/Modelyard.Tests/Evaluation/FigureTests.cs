using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Tests.Evaluation;

public sealed class FigureTests
{
    private static readonly string[] Classes = ["No", "Yes"];

    [Fact]
    public void A_metric_by_expression_scores_what_one_in_code_scores()
    {
        (_, Predictions predictions) = Draw(300);
        ExpressionMetric accuracy = ExpressionMetric.Parse("right = mean(if(predicted = actual, 1, 0))", TaskKind.Classification);
        ExpressionMetric brier = ExpressionMetric.Parse("min: brier = mean((probability - if(actual = 'Yes', 1, 0)) * (probability - if(actual = 'Yes', 1, 0)))", TaskKind.Classification);
        Assert.Equal(MetricCatalogue.Find("accuracy", TaskKind.Classification).Score(predictions), accuracy.Score(predictions), 1e-12);
        Assert.Equal(MetricCatalogue.Find("brier", TaskKind.Classification).Score(predictions), brier.Score(predictions), 1e-12);
        Assert.Equal((true, true, false, false), (accuracy.HigherIsBetter, accuracy.ScoresLabels, brier.HigherIsBetter, brier.ScoresLabels));

        // Counts of a replicate repeat rows, unless the expression weighs them itself.
        double[] counts = [.. Enumerable.Range(0, 300).Select(row => (double)(row % 3))];
        double expected = MetricCatalogue.Find("accuracy", TaskKind.Classification).Score(predictions.WithWeights(counts));
        Assert.Equal(expected, accuracy.Score(predictions.WithWeights(counts)), 1e-12);
        Assert.Equal(expected, ExpressionMetric.Parse("w = sum(if(predicted = actual, weight, 0)) / sum(weight)", TaskKind.Classification).Score(predictions.WithWeights(counts)), 1e-12);
        ScoreInterval own = Bootstrap.Interval(accuracy, predictions, FitContext.Default, 50), theirs = Bootstrap.Interval(MetricCatalogue.Find("accuracy", TaskKind.Classification), predictions, FitContext.Default, 50);
        Assert.Equal(theirs.Low, own.Low, 1e-12);
    }

    [Fact]
    public void Figures_are_told_by_segment_and_period_and_add_up()
    {
        (Frame rows, Predictions predictions) = Draw(400);
        Frame scored = ScoredTable.Of(rows, predictions);
        KeyFigure[] figures = [KeyFigure.Parse("profit = sum(if(predicted = 'Yes', if(actual = 'Yes', price, -2), 0))"), KeyFigure.Parse("rate=mean(if(predicted = actual, 1, 0))")];
        Frame all = FigureTable.Compute(scored, figures, []);
        Frame table = FigureTable.Compute(scored, figures, [("region", Expression.Col("region")), ("month", Expression.Parse("month(date)"))]);
        Assert.Equal(["region", "month", "rows", "profit", "rate"], table.Columns.Select(column => column.Name));
        Assert.Equal(400, table["rows"].ToDoubles().Sum());
        Assert.Equal(all["profit"].ToDoubles()[0], table["profit"].ToDoubles().Sum(), 1e-9);
        Assert.Contains(Enumerable.Range(0, table.RowCount), row => table["region"].IsMissing(row));
        Frame expected = scored.Filter(Expression.Parse("region = 'north' and month(date) = 2"));
        int at = Enumerable.Range(0, table.RowCount).Single(row => table["region"].FormatCell(row) == "north" && table["month"].FormatCell(row) == "2");
        Assert.Equal(expected.RowCount, table["rows"].ToDoubles()[at]);
        Assert.Equal(figures[0].Of(expected), table["profit"].ToDoubles()[at], 1e-9);
    }

    [Theory]
    [InlineData("profit", "must be a name and an expression")]
    [InlineData("profit = sum(", "expected")]
    [InlineData("profit = prize", "not in the table")]
    [InlineData("profit = price", "another number in each row")]
    [InlineData("profit = concat(region, 'x')", "must be a number")]
    public void What_is_no_figure_is_told(string text, string words)
    {
        (Frame rows, Predictions predictions) = Draw(20);
        Assert.Contains(words, Assert.ThrowsAny<ModelyardException>(() => KeyFigure.Parse(text).Of(ScoredTable.Of(rows, predictions))).Message, StringComparison.Ordinal);
    }

    internal static (Frame Rows, Predictions Predictions) Draw(int count)
    {
        var random = new RandomStream(3);
        string?[] regions = new string?[count];
        long[] dates = new long[count];
        double[] prices = new double[count];
        int[] labels = new int[count];
        var probabilities = new Matrix(count, 2);
        for (int row = 0; row < count; row++)
        {
            regions[row] = random.NextInt(5) switch { 0 => null, 1 or 2 => "north", _ => "south" };
            dates[row] = new DateTime(2024, 1 + (row % 3), 1 + random.NextInt(28)).Ticks;
            prices[row] = Math.Round(10 * random.NextDouble(), 2);
            double positive = random.NextDouble();
            labels[row] = random.NextDouble() < positive ? 1 : 0;
            (probabilities[row, 0], probabilities[row, 1]) = (1 - positive, positive);
        }

        Frame rows = Frame.Of(CategoryColumn.From("region", regions), new TimestampColumn("date", dates), new DoubleColumn("price", prices));
        return (rows, Predictions.OfProbabilities(labels, probabilities, Classes));
    }
}
