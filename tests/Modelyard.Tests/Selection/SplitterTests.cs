using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Selection;

namespace Modelyard.Tests.Selection;

public sealed class SplitterTests
{
    public static TheoryData<string> Splitters => ["rows", "rows in order", "strata", "groups", "groups, strata"];

    [Theory]
    [MemberData(nameof(Splitters))]
    public void Folds_part_all_rows_and_score_each_once(string kind)
    {
        foreach (int rows in new[] { 2, 3, 7, 50, 203 })
        {
            IReadOnlyList<Split> splits = Create(kind, 5, 1).Split(Classes(rows, 3, groups: rows));
            Assert.Equal(Math.Min(5, rows), splits.Count);
            Assert.Equal(Enumerable.Range(0, rows), splits.SelectMany(split => split.Test).Order());
            Assert.All(splits, split =>
            {
                Assert.Equal(Enumerable.Range(0, rows), split.Train.Concat(split.Test).Order());
                Assert.Equal(split.Train.Order(), split.Train);
                Assert.Equal(split.Test.Order(), split.Test);
                Assert.InRange(split.Test.Length, rows / splits.Count, (rows / splits.Count) + 1);
            });
        }
    }

    [Fact]
    public void Repeated_folds_score_every_row_as_often_and_part_them_differently_each_time()
    {
        Dataset data = Classes(60, 3);
        IReadOnlyList<Split> splits = new RepeatedKFold { Repeats = 3, Folds = 5, Stratified = true, Seed = 9 }.Split(data);
        Assert.Equal(15, splits.Count);
        Assert.All(splits.SelectMany(split => split.Test).GroupBy(row => row), row => Assert.Equal(3, row.Count()));
        Assert.Equal(new KFold { Folds = 5, Stratified = true, Seed = 9 }.Split(data)[0].Test, splits[0].Test);
        Assert.NotEqual(splits[0].Test, splits[5].Test);
        Assert.NotEqual(splits[5].Test, splits[10].Test);
        Assert.Contains("1 or more", Assert.Throws<ModelyardException>(() => new RepeatedKFold { Repeats = 0 }.Split(data)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(5, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 19)]
    public void Stratified_folds_hold_each_class_to_within_one_row(int folds, int classes)
    {
        foreach (int rows in new[] { 40, 100, 101, 999 })
        {
            Dataset data = Classes(rows, classes);
            IReadOnlyList<Split> splits = new KFold { Folds = folds, Stratified = true, Seed = 4 }.Split(data);
            for (int k = 0; k < classes; k++)
            {
                int[] counts = [.. splits.Select(split => split.Test.Count(row => data.Labels[row] == k))];
                Assert.InRange(counts.Max() - counts.Min(), 0, 1);
            }
        }
    }

    [Fact]
    public void Stratified_folds_hold_a_class_of_one_row_in_five_evenly()
    {
        int[] labels = [.. Enumerable.Range(0, 500).Select(row => row % 5 == 0 ? 1 : 0)];
        Dataset data = Dataset.ForClassification(new Matrix(500, 1), labels, ["no", "yes"]);
        Assert.All(new KFold { Stratified = true }.Split(data), split => Assert.Equal(20, split.Test.Count(row => labels[row] == 1)));
    }

    [Fact]
    public void A_class_of_two_rows_is_learned_from_in_every_fold()
    {
        int[] labels = [.. Enumerable.Range(0, 60).Select(row => row < 2 ? 2 : row % 2)];
        Dataset data = Dataset.ForClassification(new Matrix(60, 1), labels, ["a", "b", "rare"]);
        Assert.All(new KFold { Stratified = true }.Split(data), split => Assert.Contains(split.Train, row => labels[row] == 2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Groups_are_never_parted(bool stratified)
    {
        Dataset data = Classes(300, 3, groups: 17);
        foreach (Split split in new GroupKFold { Folds = 4, Stratified = stratified, Seed = 2 }.Split(data))
        {
            Assert.Empty(split.Train.Select(row => data.Groups[row]).Intersect(split.Test.Select(row => data.Groups[row])));
            Assert.NotEmpty(split.Test);
        }

        HoldOutParts parts = new HoldOut { Share = 0.25, DevShare = 0.25 }.Parts(data);
        int[][] groups = [.. new[] { parts.Train, parts.Dev, parts.Test }.Select(rows => rows.Select(row => data.Groups[row]).Distinct().ToArray())];
        Assert.Equal(17, groups.Sum(own => own.Length));
        Assert.InRange(parts.Test.Length, 45, 105);
        Assert.InRange(parts.Dev.Length, 45, 105);
    }

    [Fact]
    public void Stratified_groups_keep_classes_even()
    {
        int[] labels = [.. Enumerable.Range(0, 400).Select(row => row / 10 % 4 == 0 ? 1 : 0)];
        Dataset data = Dataset.ForClassification(new Matrix(400, 1), labels, ["a", "b"]).WithGroups([.. Enumerable.Range(0, 400).Select(row => row / 10)]);
        Assert.All(new GroupKFold { Stratified = true }.Split(data), split => Assert.Equal(20, split.Test.Count(row => labels[row] == 1)));
    }

    [Theory]
    [InlineData(0.2, 0.0, 100)]
    [InlineData(0.2, 0.2, 103)]
    [InlineData(0.5, 0.1, 1000)]
    public void A_hold_out_has_its_shares_of_the_rows_and_of_each_class(double test, double dev, int rows)
    {
        Dataset data = Classes(rows, 4);
        HoldOutParts parts = new HoldOut { Share = test, DevShare = dev, Seed = 9 }.Parts(data);
        Assert.Equal(Enumerable.Range(0, rows), parts.Train.Concat(parts.Dev).Concat(parts.Test).Order());
        Assert.InRange(parts.Test.Length - (test * rows), -1, 1);
        Assert.InRange(parts.Dev.Length - (dev * rows), -1, 1);
        for (int k = 0; k < 4; k++)
        {
            int all = Enumerable.Range(0, rows).Count(row => data.Labels[row] == k);
            Assert.InRange(parts.Test.Count(row => data.Labels[row] == k) - (test * all), -1, 1);
        }
    }

    [Fact]
    public void A_hold_out_keeps_a_class_of_one_row_for_training()
    {
        int[] labels = [.. Enumerable.Range(0, 40).Select(row => row == 17 ? 2 : row % 2)];
        Dataset data = Dataset.ForClassification(new Matrix(40, 1), labels, ["a", "b", "once"]);
        for (ulong seed = 0; seed < 20; seed++)
        {
            Assert.Contains(17, new HoldOut { Share = 0.4, DevShare = 0.4, Seed = seed }.Parts(data).Train);
        }
    }

    [Fact]
    public void A_hold_out_by_time_keeps_the_last_rows_apart()
    {
        HoldOutParts parts = new HoldOut { Share = 0.2, DevShare = 0.1, ByTime = true }.Parts(Classes(50, 2));
        Assert.Equal(Enumerable.Range(0, 35), parts.Train);
        Assert.Equal(Enumerable.Range(35, 5), parts.Dev);
        Assert.Equal(Enumerable.Range(40, 10), parts.Test);
    }

    [Fact]
    public void A_hold_out_of_a_regression_holds_every_part_of_the_range()
    {
        double[] target = [.. Enumerable.Range(0, 200).Select(row => (row * 37 % 200) + 0.5)];
        Dataset data = Dataset.ForRegression(new Matrix(200, 1), target);
        int[] test = new HoldOut { Share = 0.2 }.Split(data)[0].Test;
        Assert.All(Enumerable.Range(0, 10), part => Assert.Equal(4, test.Count(row => (int)(target[row] / 20) == part)));
    }

    [Fact]
    public void Time_is_never_turned_round()
    {
        IReadOnlyList<Split> splits = new TimeSeriesSplit { Folds = 3, Gap = 2 }.Split(Classes(23, 2));
        Assert.Equal([(0, 5, 8, 12), (0, 10, 13, 17), (0, 15, 18, 22)], splits.Select(split => (split.Train[0], split.Train[^1], split.Test[0], split.Test[^1])));
        Assert.All(new TimeSeriesSplit { Folds = 2, MaxTrainSize = 4, TestSize = 3 }.Split(Classes(20, 2)), split => Assert.Equal((4, 3), (split.Train.Length, split.Test.Length)));
    }

    [Theory]
    [MemberData(nameof(Splitters))]
    public void The_same_seed_gives_the_same_folds(string kind)
    {
        Dataset data = Classes(60, 3, groups: 20);
        Assert.Equal(Create(kind, 4, 8).Split(data).Select(split => string.Join(",", split.Test)), Create(kind, 4, 8).Split(data).Select(split => string.Join(",", split.Test)));
        if (kind is "rows" or "strata")
        {
            Assert.NotEqual(Create(kind, 4, 8).Split(data)[0].Test, Create(kind, 4, 9).Split(data)[0].Test);
        }
    }

    [Fact]
    public void What_cannot_be_parted_is_refused()
    {
        Assert.Throws<ModelyardException>(() => new KFold().Split(Classes(1, 2)));
        Assert.Throws<ModelyardException>(() => new KFold { Folds = 1 }.Split(Classes(9, 2)));
        Assert.Throws<ModelyardException>(() => new GroupKFold().Split(Classes(9, 2)));
        Assert.Throws<ModelyardException>(() => new GroupKFold().Split(Classes(9, 2, groups: 1)));
        Assert.Throws<ModelyardException>(() => new HoldOut().Split(Classes(1, 2)));
        Assert.Throws<ModelyardException>(() => new HoldOut { Share = 1 }.Split(Classes(9, 2)));
        Assert.Throws<ModelyardException>(() => new TimeSeriesSplit { Folds = 9 }.Split(Classes(9, 2)));
    }

    private static ISplitter Create(string kind, int folds, ulong seed) => kind switch
    {
        "rows" => new KFold { Folds = folds, Seed = seed },
        "rows in order" => new KFold { Folds = folds, Shuffle = false },
        "strata" => new KFold { Folds = folds, Stratified = true, Seed = seed },
        "groups" => new GroupKFold { Folds = folds, Seed = seed },
        _ => new GroupKFold { Folds = folds, Stratified = true, Seed = seed },
    };

    private static Dataset Classes(int rows, int classes, int groups = 0)
    {
        var random = new RandomStream(6, (ulong)rows);
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = Math.Min(random.NextInt(classes), random.NextInt(classes));
        }

        Dataset data = Dataset.ForClassification(new Matrix(rows, 1), labels, [.. Enumerable.Range(0, classes).Select(k => $"c{k}")]);
        return groups == 0 ? data : data.WithGroups([.. Enumerable.Range(0, rows).Select(row => row % groups)]);
    }
}
