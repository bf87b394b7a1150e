using Modelyard.Explanation.Counterfactuals;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Pipelines;

namespace Modelyard.Tests.Explanation.Counterfactuals;

public sealed class CounterfactualTests
{
    private static readonly CounterfactualGoal AboveTwo = CounterfactualGoal.ForRange(2, double.PositiveInfinity);

    [Theory]
    [InlineData(1, 0.5, -2)]
    [InlineData(1, 1, 1)]
    [InlineData(0.2, -3, 4)]
    public void On_a_weighted_sum_the_change_is_the_least_there_is(double first, double second, double third)
    {
        // Theorem: of changes that move a weighted sum by a gap, the least in scaled L1 moves the column of the greatest slope by scale alone, and costs gap / (slope x scale).
        double[] slopes = [first, second, third], scales = [1, 4, 0.5];
        Matrix background = Gaussians(1, 400, scales);
        double[] mads = [.. Enumerable.Range(0, 3).Select(column => Mad(background, column))];
        double dearest = Enumerable.Range(0, 3).Max(column => Math.Abs(slopes[column]) * mads[column]);
        var explainer = CounterfactualExplainer.For(rows => Sums(rows, slopes), FeatureSchema.Numeric(3), background);
        for (int row = 0; row < 8; row++)
        {
            double[] own = [.. background.Row(row).ToArray().Select(cell => cell / 2)];
            double goal = Sum(own, slopes) + (0.8 * dearest);
            Counterfactual found = Only(explainer.Explain(own, CounterfactualGoal.ForRange(goal, double.PositiveInfinity)));
            Assert.True(found.Value >= goal);
            Assert.InRange(found.Distance, 0.8 - 1e-9, 0.8 * 1.05);
            Assert.Single(found.Changes);
        }
    }

    [Fact]
    public void Where_one_column_reaches_its_end_the_next_best_one_does_the_rest()
    {
        // The best column is worth 3 a deviation and ends after 0.5 of them, the second is worth 2: 1.5 + 2 x 1 makes 3.5.
        Matrix background = Gaussians(2, 400, [1, 1, 1]);
        double[] mads = [.. Enumerable.Range(0, 3).Select(column => Mad(background, column))], slopes = [3 / mads[0], 2 / mads[1], 0.5 / mads[2]];
        var options = new CounterfactualOptions { Constraints = [new ColumnConstraint("x0") { High = 0.5 * mads[0] }], ColumnCost = 0 };
        Counterfactual found = Only(CounterfactualExplainer.For(rows => Sums(rows, slopes), FeatureSchema.Numeric(3), background, options).Explain([0, 0, 0], CounterfactualGoal.ForRange(3.5, 4)));
        Assert.InRange(found.Distance, 1.5 - 1e-9, 1.5 * 1.05);
        Assert.Equal(["x0", "x1"], found.Changes.Select(one => one.Column).Order());
    }

    [Fact]
    public void Whole_numbers_stay_whole_decimals_keep_their_number_and_steps_are_kept()
    {
        var random = new RandomStream(3);
        var background = new Matrix(200, 3);
        for (int row = 0; row < background.Rows; row++)
        {
            background[row, 0] = random.NextInt(50);
            background[row, 1] = Math.Round(100 * random.NextDouble(), 2);
            background[row, 2] = 1000 * random.NextDouble();
        }

        var options = new CounterfactualOptions { Count = 3, Constraints = [new ColumnConstraint("x2") { Step = 25 }] };
        var explainer = CounterfactualExplainer.For(rows => Sums(rows, [1.7, 0.9, 0.11]), FeatureSchema.Numeric(3), background, options);
        for (int row = 0; row < 10; row++)
        {
            double[] own = background.Row(row).ToArray();
            double sum = Sum(own, [1.7, 0.9, 0.11]);
            foreach (Counterfactual found in explainer.Explain(own, CounterfactualGoal.ForRange(sum + 20.123, sum + 40)).Counterfactuals)
            {
                Assert.Equal(Math.Round(found.Row[0]), found.Row[0]);
                Assert.Equal(Math.Round(found.Row[1], 2), found.Row[1]);
                Assert.True(found.Row[2] == own[2] || found.Row[2] % 25 == 0, $"{found.Row[2]}");
                Assert.InRange(found.Value, sum + 20.123, sum + 40);
            }
        }
    }

    [Fact]
    public void Constraints_are_kept_whatever_the_model_and_the_row()
    {
        var features = new FeatureSchema(new Feature("age"), new Feature("debt"), new Feature("income"), new Feature("job", FeatureKind.Categorical) { Levels = ["a", "b", "c", "d"] }, new Feature("home", FeatureKind.Boolean), new Feature("fixed"));
        int found = 0;
        for (ulong seed = 0; seed < 12; seed++)
        {
            var random = new RandomStream(seed);
            Matrix background = Gaussians(seed, 150, [10, 10, 10, 1, 1, 1]);
            for (int row = 0; row < background.Rows; row++)
            {
                background[row, 3] = random.NextInt(4);
                background[row, 4] = random.NextInt(2);
                background[row, row % 6] = row % 7 == 0 ? double.NaN : background[row, row % 6];
            }

            double[] slopes = [.. Enumerable.Range(0, 6).Select(_ => random.NextGaussian())];
            double[] Model(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => Sum([.. rows.Row(row).ToArray().Select(cell => double.IsNaN(cell) ? 0 : Math.Sin(cell) + (cell / 4))], slopes))];
            var options = new CounterfactualOptions
            {
                Count = 4,
                Constraints =
                [
                    new ColumnConstraint("age") { Direction = ChangeDirection.Increase }, new ColumnConstraint("debt") { Direction = ChangeDirection.Decrease },
                    new ColumnConstraint("income") { Low = -3, High = 8 }, new ColumnConstraint("job") { Levels = ["b", "c"] }, new ColumnConstraint("fixed") { IsFixed = true },
                ],
            };
            var explainer = CounterfactualExplainer.For(Model, features, background, options);
            for (int row = 0; row < 6; row++)
            {
                double[] own = background.Row(row).ToArray();
                foreach (Counterfactual one in explainer.Explain(own, CounterfactualGoal.ForRange(3, 9)).Counterfactuals)
                {
                    found++;
                    Assert.True(double.IsNaN(own[0]) ? double.IsNaN(one.Row[0]) : one.Row[0] >= own[0]);
                    Assert.True(double.IsNaN(own[1]) ? double.IsNaN(one.Row[1]) : one.Row[1] <= own[1]);
                    Assert.True(one.Row[2].Equals(own[2]) || one.Row[2] is >= -3 and <= 8);
                    Assert.True(one.Row[3].Equals(own[3]) || one.Row[3] is 1 or 2);
                    Assert.True(one.Row[4].Equals(own[4]) || one.Row[4] is 0 or 1);
                    Assert.Equal(own[5], one.Row[5]);
                    Assert.InRange(Model(new Matrix(one.Row, 1, 6))[0], 3, 9);
                    Assert.Equal(one.Changes.Sum(change => change.Distance), one.Distance, 1e-9);
                }
            }
        }

        Assert.True(found > 80, $"{found} were found.");
    }

    [Fact]
    public void A_missing_cell_may_get_a_value_and_no_cell_is_lost()
    {
        Matrix background = Gaussians(4, 100, [1, 1]);
        static double[] Missing(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => double.IsNaN(rows[row, 0]) ? -5 : rows[row, 0] + rows[row, 1])];
        Counterfactual found = Only(CounterfactualExplainer.For(Missing, FeatureSchema.Numeric(2), background).Explain([double.NaN, 0.5], CounterfactualGoal.ForRange(0, 10)));
        ColumnChange change = Assert.Single(found.Changes);
        Assert.Equal(("x0", null, 1.0), (change.Column, change.From, change.Distance));
        CounterfactualResult lost = CounterfactualExplainer.For(Missing, FeatureSchema.Numeric(2), background).Explain([1, 0.5], CounterfactualGoal.ForRange(-5, -5));
        Assert.Equal(CounterfactualOutcome.NotFound, lost.Outcome);
    }

    [Fact]
    public void What_is_met_already_what_may_not_change_and_what_cannot_be_had_is_said()
    {
        Matrix background = Gaussians(5, 60, [1, 1]);
        FeatureSchema features = FeatureSchema.Numeric(2);
        static double[] First(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0])];
        CounterfactualResult met = CounterfactualExplainer.For(First, features, background).Explain([2.5, 0], AboveTwo);
        Assert.Equal((CounterfactualOutcome.AlreadyMet, 2.5, 0), (met.Outcome, met.Value, met.Counterfactuals.Count));
        var frozen = new CounterfactualOptions { Constraints = [new ColumnConstraint("x0") { IsFixed = true }, new ColumnConstraint("x1") { IsFixed = true }] };
        CounterfactualResult none = CounterfactualExplainer.For(First, features, background, frozen).Explain([0, 0], AboveTwo);
        Assert.Equal(CounterfactualOutcome.NothingMayChange, none.Outcome);
        Assert.Contains("No column of the row may change", none.Reason, StringComparison.Ordinal);
        CounterfactualResult never = CounterfactualExplainer.For(rows => new double[rows.Rows], features, background).Explain([0, 0], AboveTwo);
        Assert.Equal((CounterfactualOutcome.NotFound, true), (never.Outcome, never.IsComplete));
        Assert.Contains("Let more columns change", never.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void When_the_time_is_over_the_best_so_far_is_returned_and_a_cancellation_ends_the_search()
    {
        Matrix background = Gaussians(6, 60, [1, 1, 1]);
        int asked = 0;
        double[] Slow(Matrix rows)
        {
            // The first questions are answered at once, the later ones not before the time is over.
            Thread.Sleep(Interlocked.Increment(ref asked) > 4 ? 60 : 0);
            return Sums(rows, [1, 1, 1]);
        }

        var explainer = CounterfactualExplainer.For(Slow, FeatureSchema.Numeric(3), background);
        CounterfactualResult found = explainer.Explain([0, 0, 0], CounterfactualGoal.ForRange(2, 9), new FitContext { Budget = TimeSpan.FromMilliseconds(40) });
        Assert.Equal((CounterfactualOutcome.Found, false), (found.Outcome, found.IsComplete));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => explainer.Explain([0, 0, 0], CounterfactualGoal.ForRange(2, 9), new FitContext { Cancellation = source.Token }));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads()
    {
        Matrix background = Gaussians(7, 200, [1, 1, 1, 1]);
        static double[] Curved(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => Math.Sin(3 * rows[row, 0]) + (rows[row, 1] * rows[row, 2]) - Math.Abs(rows[row, 3]))];
        double[] Rows(int threads) => [.. CounterfactualExplainer.For(Curved, FeatureSchema.Numeric(4), background, new CounterfactualOptions { Count = 3 })
            .Explain([0, 0, 0, 0.5], CounterfactualGoal.ForRange(1, 2), new FitContext { Seed = 5, Parallelism = threads }).Counterfactuals.SelectMany(one => one.Row)];
        Assert.Equal(12, Rows(1).Length);
        Assert.Equal(Rows(1), Rows(4));
    }

    [Fact]
    public void Several_counterfactuals_change_different_columns()
    {
        Matrix background = Gaussians(8, 300, [1, 1, 1]);
        static double[] Any(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => VectorKernels.Max(rows.Row(row)))];
        CounterfactualResult found = CounterfactualExplainer.For(Any, FeatureSchema.Numeric(3), background, new CounterfactualOptions { Count = 3 }).Explain([-0.5, 0, 0.2], CounterfactualGoal.ForRange(1, 9));
        Assert.Equal(["x0", "x1", "x2"], found.Counterfactuals.Select(one => Assert.Single(one.Changes).Column).Order());
        Assert.Equal("x2", found.Counterfactuals[0].Changes[0].Column);
    }

    [Fact]
    public void Of_many_columns_those_alone_change_that_must_all_do_so_together()
    {
        Matrix background = Gaussians(10, 300, [.. Enumerable.Repeat(1.0, 150)]);
        int[] needed = [3, 40, 77, 101, 149];
        for (int row = 0; row < background.Rows; row += 10)
        {
            foreach (int column in needed)
            {
                background[row, column] = 1.5;
            }
        }

        double[] Together(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => Array.TrueForAll(needed, column => rows[row, column] > 1) ? 1.0 : 0)];
        Counterfactual found = Only(CounterfactualExplainer.For(Together, FeatureSchema.Numeric(150), background).Explain(new double[150], CounterfactualGoal.ForRange(1, 1), new FitContext()));
        Assert.Equal(needed.Select(column => $"x{column}"), found.Changes.Select(one => one.Column).OrderBy(name => int.Parse(name[1..])));
        Assert.All(needed, column => Assert.InRange(found.Row[column], 1, 1.001));
    }

    [Fact]
    public void A_row_off_all_others_is_told_and_left_out_if_that_is_wanted()
    {
        // Both columns go together; only a row with one great and the other small is answered by 1.
        var random = new RandomStream(9);
        var background = new Matrix(300, 2);
        for (int row = 0; row < background.Rows; row++)
        {
            background[row, 0] = random.NextGaussian();
            background[row, 1] = background[row, 0] + (0.05 * random.NextGaussian());
        }

        static double[] Apart(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0] - rows[row, 1] > 1.5 ? 1.0 : 0)];
        Counterfactual found = Only(CounterfactualExplainer.For(Apart, FeatureSchema.Numeric(2), background).Explain([0, 0], CounterfactualGoal.ForRange(1, 1)));
        Assert.False(found.IsPlausible);
        Assert.InRange(found.NeighborDistance, 1, 4);
        CounterfactualResult none = CounterfactualExplainer.For(Apart, FeatureSchema.Numeric(2), background, new CounterfactualOptions { PlausibleOnly = true }).Explain([0, 0], CounterfactualGoal.ForRange(1, 1));
        Assert.Contains("none of them lies as near", none.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_background_with_missing_cells_tells_what_is_usual()
    {
        var random = new RandomStream(13);
        var background = new Matrix(600, 3);
        for (int row = 0; row < background.Rows; row++)
        {
            double common = random.NextGaussian();
            for (int column = 0; column < 3; column++)
            {
                background[row, column] = random.NextDouble() < 0.1 ? double.NaN : common + (0.1 * random.NextGaussian());
            }
        }

        static double[] Sum(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows.Row(row).ToArray().Where(cell => !double.IsNaN(cell)).Sum())];
        var explainer = CounterfactualExplainer.For(Sum, FeatureSchema.Numeric(3), background);
        Counterfactual whole = Only(explainer.Explain([0, 0, 0], CounterfactualGoal.ForRange(0.5, 3)));
        Counterfactual partly = Only(explainer.Explain([double.NaN, 0, 0], CounterfactualGoal.ForRange(0.5, 3)));
        Assert.All([whole, partly], one => Assert.True(double.IsFinite(one.Unlikeness) && one.Unlikeness > 0));
    }

    [Fact]
    public void Along_a_correlation_a_change_is_usual_and_across_it_is_not()
    {
        // Two thousand rows of four numbers that are nearly the same: each alone goes from -3 to 3, and apart they go by a tenth.
        var random = new RandomStream(12);
        var background = new Matrix(2000, 4);
        for (int row = 0; row < background.Rows; row++)
        {
            double common = random.NextGaussian();
            for (int column = 0; column < 4; column++)
            {
                background[row, column] = common + (0.1 * random.NextGaussian());
            }
        }

        static double[] Along(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => Math.Min(Math.Min(rows[row, 0], rows[row, 1]), Math.Min(rows[row, 2], rows[row, 3])))];
        static double[] One(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0])];
        CounterfactualGoal goal = CounterfactualGoal.ForRange(0.8, 3);
        Counterfactual along = Only(CounterfactualExplainer.For(Along, FeatureSchema.Numeric(4), background).Explain([0, 0, 0, 0], goal));
        Counterfactual across = Only(CounterfactualExplainer.For(One, FeatureSchema.Numeric(4), background).Explain([0, 0, 0, 0], goal));
        Assert.True(along.IsPlausible, $"{along.Unlikeness}");
        Assert.False(across.IsPlausible);
        Assert.True(across.Unlikeness > 2, $"{across.Unlikeness}");

        // Asked for what is usual, the search moves the other columns too.
        Counterfactual usual = Only(CounterfactualExplainer.For(One, FeatureSchema.Numeric(4), background, new CounterfactualOptions { PlausibleOnly = true }).Explain([0, 0, 0, 0], goal));
        Assert.True(usual.IsPlausible);
        Assert.True(usual.Changes.Count > 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void On_a_weighted_sum_of_many_columns_the_change_is_within_five_in_a_hundred_of_the_least(bool isChance)
    {
        const int Columns = 24;
        const double ColumnCost = 0.1;
        Matrix background = Gaussians(11, 300, [.. Enumerable.Range(0, Columns).Select(column => 1 + (column % 5))]);
        var random = new RandomStream(12);
        double[] slopes = [.. Enumerable.Range(0, Columns).Select(_ => random.NextGaussian())];
        for (int row = 0; row < 6; row++)
        {
            double[] own = background.Row(row).ToArray();
            double gap = 20 + (5 * row), wanted = Sum(own, slopes) + gap;
            double[] Chances(Matrix rows) => [.. Sums(rows, slopes).Select(sum => 1 / (1 + Math.Exp(wanted - sum)))];
            CounterfactualExplainer explainer = isChance
                ? CounterfactualExplainer.For(Chances, FeatureSchema.Numeric(Columns), background)
                : CounterfactualExplainer.For(rows => Sums(rows, slopes), FeatureSchema.Numeric(Columns), background);
            Counterfactual found = Only(explainer.Explain(own, CounterfactualGoal.ForRange(isChance ? 0.5 : wanted, double.PositiveInfinity), new FitContext()));
            Assert.InRange(found.Distance + (ColumnCost * found.Changes.Count), 0, 1.05 * LeastCost(background, own, slopes, gap, ColumnCost));
        }
    }

    [Fact]
    public void Nothing_of_a_change_can_be_taken_back()
    {
        const int Columns = 8;
        Matrix background = Gaussians(13, 300, [.. Enumerable.Repeat(1.0, Columns)]);
        Func<Matrix, double[]>[] models =
        [
            rows => Sums(rows, [1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]),
            rows => [.. Enumerable.Range(0, rows.Rows).Select(row => Enumerable.Range(0, Columns).Sum(column => Math.Floor(2 * rows[row, column])))],
            rows => [.. Enumerable.Range(0, rows.Rows).Select(row => (rows[row, 0] * rows[row, 1]) + Math.Sin(3 * rows[row, 2]) + (rows[row, 3] > 0 ? rows[row, 4] : -rows[row, 5]))],
        ];
        foreach (Func<Matrix, double[]> model in models)
        {
            var explainer = CounterfactualExplainer.For(model, FeatureSchema.Numeric(Columns), background, new CounterfactualOptions { Count = 3 });
            for (int row = 0; row < 4; row++)
            {
                double[] own = background.Row(row).ToArray();
                double wanted = model(new Matrix(own, 1, Columns))[0] + 2;
                foreach (Counterfactual one in explainer.Explain(own, CounterfactualGoal.ForRange(wanted, double.PositiveInfinity), new FitContext()).Counterfactuals)
                {
                    string[] names = [.. one.Changes.Select(change => change.Column)];
                    Assert.All(names, name => Assert.True(Without(name) < wanted, $"'{name}' need not change."));
                    Assert.All(names, name => Assert.All(names.Where(other => other != name), other => Assert.True(Without(name, other) < wanted || names.Length == 2, $"'{name}' and '{other}' need not change.")));

                    double Without(params string[] back) => model(new Matrix([.. one.Row.Select((cell, column) => back.Contains($"x{column}") ? own[column] : cell)], 1, Columns))[0];
                }
            }
        }
    }

    [Fact]
    public void Another_counterfactual_differs_by_more_than_a_trace_and_numbers_have_few_digits()
    {
        Matrix background = Gaussians(14, 300, [1, 1, 1, 1]);
        double[] mads = [.. Enumerable.Range(0, 4).Select(column => Mad(background, column))];
        static double[] Two(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0] + (0.9 * rows[row, 1]) + (0.001 * rows[row, 2]) + (0.001 * rows[row, 3]))];
        IReadOnlyList<Counterfactual> found = CounterfactualExplainer.For(Two, FeatureSchema.Numeric(4), background, new CounterfactualOptions { Count = 6 }).Explain([0.1234567, 0, 0, 0], CounterfactualGoal.ForRange(1.5, 9), new FitContext()).Counterfactuals;
        Assert.InRange(found.Count, 2, 6);
        for (int one = 0; one < found.Count; one++)
        {
            Assert.All(found[one].Changes, change => Assert.InRange(change.To.Length, 1, 7));
            for (int other = 0; other < one; other++)
            {
                Assert.True(Enumerable.Range(0, 4).Max(column => Math.Abs(found[one].Row[column] - found[other].Row[column]) / mads[column]) >= 0.1);
            }
        }
    }

    [Fact]
    public void What_no_search_can_keep_to_is_refused_in_words()
    {
        Matrix background = new(3, 2);
        var features = new FeatureSchema(new Feature("age"), new Feature("job", FeatureKind.Categorical) { Levels = ["a", "b"] });
        Refuses("The column 'agee' of a constraint is not one that the model reads", new ColumnConstraint("agee"));
        Refuses("a direction, a range and a step are for numbers", new ColumnConstraint("job") { Direction = ChangeDirection.Increase });
        Refuses("The level 'z' is not one of the column 'job'", new ColumnConstraint("job") { Levels = ["z"] });
        Refuses("has no levels", new ColumnConstraint("age") { Levels = ["z"] });
        Refuses("is from '3' to '2'", new ColumnConstraint("age") { Low = 3, High = 2 });
        Refuses("The step of the column 'age' is '0'", new ColumnConstraint("age") { Step = 0 });
        Refuses("has two constraints", new ColumnConstraint("age"), new ColumnConstraint("age"));
        Assert.Throws<ArgumentException>(() => CounterfactualGoal.ForRange(2, 1));
        Assert.Throws<ArgumentException>(() => CounterfactualGoal.ForRange(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterfactualGoal.ForClass("a", 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CounterfactualOptions { Count = 0 });
        var predictor = new Predictor(new LinearModel(FeatureSchema.Numeric(2), [1, 1], 0, [0, 0]), "y");
        Assert.Contains("Want a range", Assert.Throws<ModelyardException>(() => CounterfactualExplainer.For(predictor, background).Explain([0, 0], CounterfactualGoal.ForClass("a"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CounterfactualExplainer.For(predictor, background).Explain([0], AboveTwo));

        void Refuses(string message, params ColumnConstraint[] constraints) => Assert.Contains(
            message,
            Assert.Throws<ModelyardException>(() => CounterfactualExplainer.For(rows => new double[rows.Rows], features, background, new CounterfactualOptions { Constraints = constraints })).Message,
            StringComparison.Ordinal);
    }

    private static Counterfactual Only(CounterfactualResult result)
    {
        Assert.Equal((CounterfactualOutcome.Found, ""), (result.Outcome, result.Reason));
        return Assert.Single(result.Counterfactuals);
    }

    /// <summary>Computes a bound that no change is below: the linear programme in which a part of a column costs that part of what it costs to change it, which the best ratio first solves (Dantzig).</summary>
    private static double LeastCost(Matrix background, double[] own, double[] slopes, double gap, double columnCost)
    {
        double least = 0;
        var columns = Enumerable.Range(0, slopes.Length).Select(column =>
        {
            double[] cells = [.. Enumerable.Range(0, background.Rows).Select(row => background[row, column])];
            double room = slopes[column] > 0 ? cells.Max() - own[column] : own[column] - cells.Min();
            return (Gain: Math.Abs(slopes[column]) * room, Cost: columnCost + (room / Mad(background, column)));
        });
        foreach ((double gain, double cost) in columns.Where(one => one.Gain > 0).OrderByDescending(one => one.Gain / one.Cost))
        {
            double part = Math.Clamp(gap / gain, 0, 1);
            least += part * cost;
            gap -= part * gain;
        }

        return least;
    }

    private static double Sum(double[] row, double[] slopes) => VectorKernels.Dot(row, slopes);

    private static double[] Sums(Matrix rows, double[] slopes) => [.. Enumerable.Range(0, rows.Rows).Select(row => Sum(rows.Row(row).ToArray(), slopes))];

    private static Matrix Gaussians(ulong seed, int count, double[] scales)
    {
        var random = new RandomStream(seed);
        var rows = new Matrix(count, scales.Length);
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < scales.Length; column++)
            {
                rows[row, column] = scales[column] * random.NextGaussian();
            }
        }

        return rows;
    }

    private static double Mad(Matrix rows, int column)
    {
        double[] cells = [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, column])];
        double median = Median(cells);
        return Median([.. cells.Select(cell => Math.Abs(cell - median))]);
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
