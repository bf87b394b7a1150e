using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Training;

namespace Modelyard.Tests.Training;

public sealed class CandidateListTests
{
    private static readonly TrainingOptions Work = new() { Target = "y", Trials = 3 };
    private static readonly TrainingOptions Time = new() { Target = "y" };

    [Fact]
    public void A_kernel_machine_learns_from_a_sample_of_a_large_table()
    {
        Assert.Equal([10_000], Samples(Work, rows: 20_001));
        Assert.Equal([null], Samples(Work, rows: 20_000));
        Assert.Equal([5_000], Samples(Time, rows: 20_001));
        Assert.Equal([5_000], Samples(Time, rows: 10_001));
        Assert.Equal([null], Samples(Time, rows: 10_000));
        Assert.Equal([null], Samples(Work with { Candidates = ["Svc"] }, rows: 20_001));
        Assert.All(List(Time, rows: 20_001).Where(one => one.Estimator is not Svc), one => Assert.Null(one.SampleRows));
    }

    [Fact]
    public void Forests_and_boosting_also_read_categories_as_codes_where_that_makes_a_difference()
    {
        string[] coded = ["GradientBoostingClassifier", "ExtraTreesClassifier", "RandomForestClassifier"];
        Assert.Equal(coded, Coded(Work, levels: 3));
        Assert.Empty(Coded(Work, levels: 2));
        Assert.Empty(Coded(Work, levels: 0));
        Assert.Empty(Coded(Work with { Trials = 0 }, levels: 3));
    }

    [Fact]
    public void The_first_start_of_every_estimator_stands_before_the_second_of_any()
    {
        bool[] variants = [.. List(Work, rows: 100).Select(one => one.IsVariant)];
        Assert.Equal(variants.Order(), variants);
        Assert.Equal(List(Work with { Trials = 0 }, rows: 100).Select(one => one.Name), List(Work, rows: 100).Where(one => !one.IsVariant).Select(one => one.Name));
    }

    [Fact]
    public void What_learns_from_a_sample_stands_before_what_learns_from_all_rows()
    {
        Assert.Equal(["BaselineClassifier", "Svc", "LogisticRegression"], List(Time, rows: 20_001).Select(one => one.Name).Take(3));
        Assert.Equal(["BaselineClassifier", "LogisticRegression"], List(Time, rows: 100).Select(one => one.Name).Take(2));
    }

    private static int?[] Samples(TrainingOptions options, int rows) => [.. List(options, rows).Where(one => one.Estimator is Svc).Select(one => one.SampleRows).Distinct()];

    private static string[] Coded(TrainingOptions options, int levels) =>
        [.. List(options, 100, levels).Where(one => one.Preparation.Steps.Any(step => step is OrdinalEncoder)).Select(one => one.Name)];

    private static Candidate[] List(TrainingOptions options, int rows, int levels = 0)
    {
        Feature feature = levels == 0 ? new Feature("x") : new Feature("x", FeatureKind.Categorical) { Levels = [.. Enumerable.Range(0, levels).Select(level => $"{level}")] };
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row % 2)];
        Dataset data = Dataset.ForClassification(new Matrix(rows, 1), labels, ["no", "yes"], new FeatureSchema([feature]));
        return [.. new CandidateList(options, isTimed: options.Trials is null).Of(data)];
    }
}
