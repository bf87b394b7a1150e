using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Tests.Pipelines;
using Modelyard.Training;

namespace Modelyard.Tests.Training;

/// <summary>Trains on targets as they come: rare classes, holes, one value, many values, rows that belong together.</summary>
public sealed class TrainingTargetTests
{
    [Fact]
    public void A_class_of_one_member_is_trained_on_with_a_word_and_can_be_answered()
    {
        Frame frame = MixedTable.Of(150).Drop("spent");
        Frame rare = frame.With(CategoryColumn.From("bought", Enumerable.Range(0, 150).Select(row => row == 70 ? "perhaps" : frame["bought"].FormatCell(row))));
        string[] all = ["LogisticRegression", "GaussianNaiveBayes", "KNeighborsClassifier", "GradientBoostingClassifier", "RandomForestClassifier", "ExtraTreesClassifier"];
        TrainingResult result = Trainer.Train(rare, TrainingTables.Quick("bought", all) with { Metric = "log-loss" });
        Assert.Equal(["no", "perhaps", "yes"], result.Classes);
        Assert.Contains(result.Warnings, warning => warning.Contains("'perhaps' occurs in one row only", StringComparison.Ordinal));
        Assert.All(result.Leaderboard, row => Assert.True(double.IsFinite(row.Score), row.ToString()));
        Assert.DoesNotContain(1, result.TestPredictions.Labels.ToArray());
    }

    [Fact]
    public void Rows_without_a_target_are_left_out_and_counted()
    {
        Frame frame = MixedTable.Of(150).Drop("bought");
        double[] spent = ((DoubleColumn)frame["spent"]).Values.ToArray();
        spent[3] = spent[77] = double.NaN;
        TrainingResult result = Trainer.Train(frame.With(new DoubleColumn("spent", spent)), TrainingTables.Quick("spent", "Ridge"));
        Assert.Equal(148, result.Rows);
        Assert.Contains("The target 'spent' is missing in 2 of 150 rows; they are left out.", result.Warnings);
        TrainingResult without = Trainer.Train(frame.Take([.. Enumerable.Range(0, 150).Where(row => row is not 3 and not 77)]), TrainingTables.Quick("spent", "Ridge"));
        Assert.Equal(TrainingTables.Choice(without), TrainingTables.Choice(result));
    }

    [Fact]
    public void Targets_from_which_nothing_can_be_learned_are_refused()
    {
        Frame frame = MixedTable.Of(60);
        Assert.StartsWith("The target 'y' is '5' in every row", Fault(new IntegerColumn("y", [.. Enumerable.Repeat(5L, 60)])), StringComparison.Ordinal);
        Assert.StartsWith("The target 'y' is different in every row", Fault(new TextColumn("y", Enumerable.Range(0, 60).Select(row => $"r{row}"))), StringComparison.Ordinal);
        Assert.StartsWith("The table has 8 rows with a target", Fault(new TextColumn("y", Enumerable.Range(0, 60).Select(row => row >= 8 ? null : row % 2 == 0 ? "a" : "b"))), StringComparison.Ordinal);
        string misspelt = Assert.Throws<ModelyardException>(() => Trainer.Train(frame, TrainingTables.Quick("boughd"))).Message;
        Assert.Equal("The column 'boughd' is not in the table. The nearest is 'bought'. Name the target with '--target'.", misspelt);

        string Fault(Column target) => Assert.Throws<ModelyardException>(() => Trainer.Train(frame.With(target), TrainingTables.Quick("y"))).Message;
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_test_share_that_leaves_nothing_to_test_or_to_train_on_is_refused(double share)
    {
        Frame frame = MixedTable.Of(60).Drop("spent");
        Assert.StartsWith("The test share is", Assert.Throws<ModelyardException>(() => Trainer.Train(frame, TrainingTables.Quick("bought") with { TestShare = share })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Candidates_and_metrics_of_the_other_task_or_of_no_name_are_refused()
    {
        Frame frame = MixedTable.Of(60).Drop("spent");
        Assert.Contains("is for Regression", Assert.Throws<ModelyardException>(() => Trainer.Train(frame, TrainingTables.Quick("bought", "Ridge"))).Message);
        Assert.Contains("There is no estimator 'Rigde'", Assert.Throws<ModelyardException>(() => Trainer.Train(frame, TrainingTables.Quick("bought", "Rigde"))).Message);
        Assert.Contains("does not score a classification", Assert.Throws<ModelyardException>(() => Trainer.Train(frame, TrainingTables.Quick("bought") with { Metric = "rmse" })).Message);
        Assert.Contains("The nearest is 'member'", Assert.ThrowsAny<ModelyardException>(() => Trainer.Train(frame, TrainingTables.Quick("bought") with { Group = "membr" })).Message);
        Assert.Contains("The nearest is 'since'", Assert.ThrowsAny<ModelyardException>(() => Trainer.Train(frame, TrainingTables.Quick("bought") with { Time = "sinc" })).Message);
    }

    [Fact]
    public void Later_rows_test_models_of_earlier_ones_in_whatever_order_they_stand()
    {
        Frame frame = MixedTable.Of(150).Drop("bought").With(new IntegerColumn("day", [.. Enumerable.Range(0, 150).Select(row => row * 67L % 151 * 1000)]));
        TrainingOptions options = TrainingTables.Quick("spent", "Ridge") with { Time = "day" };
        TrainingResult result = Trainer.Train(frame, options);
        Frame sorted = frame.SortBy("day");
        Assert.Equal(((DoubleColumn)sorted["spent"]).Values[120..].ToArray(), result.TestPredictions.Target.ToArray());
        Assert.Equal(3, result.Leaderboard[0].Folds);

        // The same rows in another order are the same table.
        Frame shuffled = frame.Take(new RandomStream(3).Permutation(150));
        Assert.Equal(TrainingTables.Choice(result), TrainingTables.Choice(Trainer.Train(shuffled, options)));
    }

    [Fact]
    public void Rows_of_one_group_are_never_parted()
    {
        // Theorem: where the target is drawn once for each group and an input names the group, whoever parts the groups scores far better than chance.
        var random = new RandomStream(21);
        int[] group = [.. Enumerable.Range(0, 400).Select(row => row / 8)];
        double[] drawn = [.. Enumerable.Range(0, 50).Select(_ => random.NextGaussian())], place = [.. drawn.Select(_ => random.NextDouble())];
        Frame frame = Frame.Of(
            new TextColumn("patient", group.Select(one => $"p{one}")),
            new DoubleColumn("place", [.. group.Select(one => place[one] + (1e-6 * random.NextDouble()))]),
            new DoubleColumn("noise", [.. group.Select(_ => random.NextGaussian())]),
            new DoubleColumn("y", [.. group.Select(one => drawn[one])]));
        TrainingOptions options = TrainingTables.Quick("y", "RandomForestRegressor") with { Metric = "r2" };
        TrainingResult parted = Trainer.Train(frame, options with { Exclude = ["patient"] }), whole = Trainer.Train(frame, options with { Group = "patient" });
        Assert.True(parted.Leaderboard[0].Score > 0.7 && parted.TestScores[0].Value > 0.7, $"{parted.Leaderboard[0].Score} {parted.TestScores[0].Value}");
        Assert.True(whole.Leaderboard[0].Score < 0.4 && whole.TestScores[0].Value < 0.4, $"{whole.Leaderboard[0].Score} {whole.TestScores[0].Value}");
        Assert.Equal("excluded", whole.Dropped.Single(one => one.Name == "patient").Reason);

        var table = new TrainingTable(frame, options with { Group = "patient" });
        Assert.Empty(Places(table.Train).Intersect(Places(table.Test)));
        Assert.Equal(50, Places(table.Train).Union(Places(table.Test)).Count());
    }

    private static IEnumerable<int> Places(Dataset data) =>
        Enumerable.Range(0, data.RowCount).Select(row => (int)(data.Features[row, data.Schema.IndexOf("place")] * 1e4)).Distinct();
}
