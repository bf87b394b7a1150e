using Modelyard.Explanation.Anchors;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Tests.Frames;
using Modelyard.Training;

namespace Modelyard.Tests.Explanation.Anchors;

public sealed class AnchorTests
{
    private static readonly FeatureSchema Features = new(
        new Feature("a"), new Feature("b"), new Feature("level", FeatureKind.Categorical) { Levels = ["x", "y", "z"] }, new Feature("flag", FeatureKind.Boolean), new Feature("noise"));

    private static readonly AnchorOptions Exact = new() { Tolerance = 0 };

    [Fact]
    public void A_rule_has_exactly_the_conditions_that_the_function_asks_for()
    {
        Matrix background = Background(800);
        static double[] Rule(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0] > 0.6 && rows[row, 2] == 1 ? 1.0 : 0)];
        for (ulong seed = 0; seed < 5; seed++)
        {
            Anchor found = AnchorExplainer.For(Rule, Features, background, Exact).Explain([0.9, 0.2, 1, 1, 0], new FitContext { Seed = seed });
            Assert.Equal(2, found.Conditions.Count);
            Assert.StartsWith("a > 0.7", found.Conditions[0], StringComparison.Ordinal);
            Assert.Equal("level = y", found.Conditions[1]);
            Assert.Equal((1.0, true), (found.Precision, found.IsReached));
            Assert.InRange(found.PrecisionLow, 0.95, 1);
            Assert.InRange(found.Coverage, 0.25 / 3 * 0.7, 0.25 / 3 * 1.3);
        }
    }

    [Fact]
    public void One_of_two_ways_to_the_same_answer_is_enough_and_the_wider_one_is_taken()
    {
        // The flag holds for half of the rows, the level for a third; either makes the answer.
        Matrix background = Background(800);
        static double[] Either(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 3] == 1 || rows[row, 2] == 1 ? 1.0 : 0)];
        Anchor found = AnchorExplainer.For(Either, Features, background, Exact).Explain([0.5, 0.5, 1, 1, 0]);
        Assert.Equal(["flag = true"], found.Conditions);
    }

    [Fact]
    public void Conditions_that_tell_only_together_are_found()
    {
        Matrix background = Background(600);
        static double[] Either(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => (rows[row, 0] > 0.5) == (rows[row, 3] == 1) ? 1.0 : 0)];
        Anchor found = AnchorExplainer.For(Either, Features, background, Exact with { BeamWidth = 8, Bins = 2 }).Explain([0.9, 0.2, 1, 1, 0]);
        Assert.True(found.IsReached);
        Assert.Equal(2, found.Conditions.Count);
        Assert.StartsWith("a > ", found.Conditions[0], StringComparison.Ordinal);
        Assert.Equal("flag = true", found.Conditions[1]);
    }

    [Fact]
    public void A_number_between_two_bounds_is_one_condition()
    {
        Matrix background = Background(900);
        static double[] Middle(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 1] is > 0.2 and < 0.8 ? 1.0 : 0)];
        Anchor found = AnchorExplainer.For(Middle, Features, background, Exact).Explain([0.5, 0.4, 0, 0, 0]);
        string condition = Assert.Single(found.Conditions);
        Assert.Matches(@"^0\.2\d* < b ≤ 0\.7\d*$", condition);
    }

    [Fact]
    public void Where_all_rows_are_alike_no_condition_is_needed_and_where_none_are_the_best_is_told()
    {
        Matrix background = Background(300);
        Anchor all = AnchorExplainer.For(rows => new double[rows.Rows], Features, background).Explain([0.5, 0.4, 0, 0, 0]);
        Assert.Equal((0, 1.0, true), (all.Conditions.Count, all.Coverage, all.IsReached));
        static double[] Finest(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => Math.Floor(rows[row, 0] * 1000))];
        Anchor none = AnchorExplainer.For(Finest, Features, background, Exact with { Samples = 5000 }).Explain([0.5, 0.4, 0, 0, 0]);
        Assert.False(none.IsReached);
        Assert.InRange(none.Precision, 0, 0.5);
        Assert.InRange(none.Samples, 1000, 8000);
    }

    [Fact]
    public void Numbers_are_alike_within_half_a_deviation_of_the_predictions_unless_another_tolerance_is_given()
    {
        Matrix background = Background(800);
        static double[] First(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0])];
        Anchor found = AnchorExplainer.For(First, Features, background, new AnchorOptions { Bins = 8 }).Explain([0.95, 0.4, 0, 0, 0]);
        double mean = First(background).Average();
        Assert.Equal(0.5 * Math.Sqrt(First(background).Average(value => (value - mean) * (value - mean))), found.Tolerance, 1e-12);
        Assert.StartsWith("a > 0.8", Assert.Single(found.Conditions), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_cell_and_a_level_that_was_never_seen_are_conditions()
    {
        Matrix background = Background(400);
        static double[] Odd(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => double.IsNaN(rows[row, 0]) && rows[row, 2] < 0 ? 1.0 : 0)];
        Anchor found = AnchorExplainer.For(Odd, Features, background, Exact).Explain([double.NaN, 0.4, -1, 0, 0]);
        Assert.Equal(["a = (missing)", "level = (unknown)"], found.Conditions);
        Assert.Equal(0, found.Coverage);
    }

    [Fact]
    public void The_precision_holds_on_rows_that_were_not_sampled()
    {
        Frame table = CsvReader.Read(RepositoryFiles.Table("telco-churn")).Frame.Head(1000);
        Predictor predictor = Trainer.Train(table, new TrainingOptions { Target = "churn", Trials = 0, Candidates = ["DecisionTreeClassifier"], RefitOnAll = false }).Predictor;
        Matrix rows = new RowEncoder(predictor.Inputs).Encode(table), background = rows.RowRange(0, 500);
        AnchorExplainer explainer = AnchorExplainer.For(predictor, background, new AnchorOptions { Samples = 60_000 });
        double[] probabilities = new double[2];
        int reached = 0, kept = 0;
        for (int row = 0; row < 8; row++)
        {
            double[] own = rows.Row(500 + (50 * row)).ToArray();
            Anchor found = explainer.Explain(own);
            int label = predictor.PredictClass(own, probabilities);
            Assert.Equal((predictor.Classes[label], probabilities[label]), (found.Predicted, Math.Round(found.Value, 12) == Math.Round(probabilities[label], 12) ? probabilities[label] : found.Value));
            if (found.IsReached)
            {
                reached++;
                kept += Fresh(predictor, background, own, found, label) >= 0.94 ? 1 : 0;
            }
        }

        Assert.InRange(reached, 3, 8);
        Assert.InRange(kept, reached - 1, reached);
    }

    [Fact]
    public void The_same_seed_gives_the_same_rule_on_any_number_of_threads()
    {
        Matrix background = Background(500);
        static double[] Curved(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0] + (rows[row, 1] * rows[row, 3]) > 0.9 ? 1.0 : 0)];
        AnchorExplainer explainer = AnchorExplainer.For(Curved, Features, background, Exact);
        Anchor one = explainer.Explain([0.9, 0.8, 1, 1, 0], new FitContext { Seed = 3, Parallelism = 1 }), other = explainer.Explain([0.9, 0.8, 1, 1, 0], new FitContext { Seed = 3, Parallelism = 4 });
        Assert.Equal(one.Conditions, other.Conditions);
        Assert.Equal(one with { Conditions = [] }, other with { Conditions = [] });
    }

    [Theory]
    [InlineData(0.5, 0.9, 0.5108256237659907)]
    [InlineData(0, 0.3, 0.35667494393873245)]
    [InlineData(1, 0.3, 1.2039728043259361)]
    public void Bounds_are_where_the_divergence_reaches_its_limit(double share, double other, double divergence)
    {
        // The divergence of a fair coin from one of 0.9 is ln(0.5 / 0.9) / 2 + ln(0.5 / 0.1) / 2.
        Assert.Equal(divergence, BernoulliBounds.Divergence(share, other), 1e-12);
        double bound = other > share ? BernoulliBounds.Upper(share, divergence) : BernoulliBounds.Lower(share, divergence);
        Assert.Equal(other, bound, 1e-9);
    }

    [Fact]
    public void Among_many_columns_a_rule_goes_on_until_it_is_precise()
    {
        // Each of the first eight columns makes the sum more surely positive, none alone; under the signs of five of them it is so for 96 in 100.
        const int Columns = 40, Telling = 8;
        var random = new RandomStream(2);
        var background = new Matrix(500, Columns);
        for (int row = 0; row < background.Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                background[row, column] = random.NextGaussian();
            }
        }

        static double[] Sign(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => VectorKernels.Sum(rows.Row(row)[..Telling]) > 0 ? 1.0 : 0)];
        double[] own = background.Row(0).ToArray();
        own.AsSpan(0, Telling).Fill(0.4);
        Anchor found = AnchorExplainer.For(Sign, FeatureSchema.Numeric(Columns), background, Exact).Explain(own);
        Assert.True(found.IsReached, $"{found}");
        Assert.InRange(found.Conditions.Count, 4, 7);
        Assert.All(found.Conditions, condition => Assert.Matches("x[0-7] ", condition));
    }

    [Fact]
    public void Where_quarters_are_too_coarse_finer_parts_are_tried()
    {
        Matrix background = Background(900);
        static double[] Narrow(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0] > 0.9 ? 1.0 : 0)];
        Anchor found = AnchorExplainer.For(Narrow, Features, background, Exact).Explain([0.95, 0.2, 1, 1, 0]);
        Assert.True(found.IsReached);
        Assert.StartsWith("a > 0.9", Assert.Single(found.Conditions), StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_that_a_rule_holds_is_named_with_its_tolerance()
    {
        static double[] First(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0])];
        Assert.Equal("0.95 ± 0.3", AnchorExplainer.For(First, Features, Background(300), new AnchorOptions { Tolerance = 0.3 }).Explain([0.95, 0.4, 0, 0, 0]).Predicted);
    }

    [Fact]
    public void Conditions_on_numbers_of_many_digits_are_written_with_few()
    {
        Matrix background = Background(40);
        static double[] Rule(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0] > 0.6 ? 1.0 : 0)];
        string condition = Assert.Single(AnchorExplainer.For(Rule, Features, background, Exact).Explain([background[7, 0] > 0.75 ? background[7, 0] : 0.987654321987, 0.2, 1, 1, 0]).Conditions);
        Assert.InRange(condition.Length, 1, "a > 0.1234".Length);
    }

    [Fact]
    public void What_cannot_be_searched_is_refused()
    {
        Assert.Contains("has '2' rows and must have 10 or more", Assert.Throws<ModelyardException>(() => AnchorExplainer.For(rows => new double[rows.Rows], Features, Background(2))).Message, StringComparison.Ordinal);
        Assert.Contains("All '50' rows of the background are the same", Assert.Throws<ModelyardException>(() => AnchorExplainer.For(rows => new double[rows.Rows], Features, new Matrix(50, 5))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => AnchorExplainer.For(rows => new double[rows.Rows], Features, Background(30)).Explain([1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnchorOptions { Precision = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnchorOptions { Confidence = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnchorOptions { Bins = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnchorOptions { Samples = 10 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnchorOptions { Tolerance = -1 });
    }

    /// <summary>Estimates the precision of a rule from its words alone: cells of the columns that it names come from rows for which its conditions hold.</summary>
    private static double Fresh(Predictor predictor, Matrix background, double[] own, Anchor rule, int label)
    {
        (int Column, int[] Rows)[] sources = [.. rule.Conditions.Select(condition => Source(predictor.Inputs, background, own, condition))];
        var random = new RandomStream(99);
        double[] probabilities = new double[2];
        int alike = 0;
        const int Draws = 3000;
        for (int i = 0; i < Draws; i++)
        {
            int drawn = random.NextInt(background.Rows);
            double[] row = background.Row(drawn).ToArray();
            foreach ((int column, int[] holding) in sources)
            {
                row[column] = holding.Contains(drawn) ? row[column] : background[holding[random.NextInt(holding.Length)], column];
            }

            alike += predictor.PredictClass(row, probabilities) == label ? 1 : 0;
        }

        return (double)alike / Draws;
    }

    private static (int Column, int[] Rows) Source(FeatureSchema columns, Matrix background, double[] own, string condition)
    {
        string[] words = condition.Split(' ');
        double Number(string word) => double.Parse(word, System.Globalization.CultureInfo.InvariantCulture);
        string name = words.Length == 5 && words[1] == "<" ? words[2] : words[0];
        int column = columns.IndexOf(name);
        Predicate<double> holds = words switch
        {
            [var low, "<", _, "≤", var high] => cell => cell > Number(low) && cell <= Number(high),
            [_, "≤", var high] => cell => cell <= Number(high),
            [_, ">", var low] => cell => cell > Number(low),
            _ => cell => cell.Equals(own[column]),
        };
        return (column, [.. Enumerable.Range(0, background.Rows).Where(row => holds(background[row, column]))]);
    }

    private static Matrix Background(int count)
    {
        var random = new RandomStream(1);
        var rows = new Matrix(count, 5);
        for (int row = 0; row < count; row++)
        {
            rows[row, 0] = random.NextDouble();
            rows[row, 1] = random.NextDouble();
            rows[row, 2] = random.NextInt(3);
            rows[row, 3] = random.NextInt(2);
            rows[row, 4] = random.NextGaussian();
        }

        return rows;
    }
}
