using Modelyard.Baselines;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Training;

namespace Modelyard.Tests.Training;

public sealed class RowSampleTests
{
    private const int Rows = 4_000, Rare = 13;

    [Fact]
    public void Each_class_keeps_its_share_and_a_rare_one_all_its_rows()
    {
        Dataset seen = Seen(new FitContext { Seed = 3 }, rows: 1_000);
        int[] counts = [.. Enumerable.Range(0, 3).Select(label => seen.Labels.ToArray().Count(one => one == label))];
        Assert.Equal([498, 498, Rare], counts);
        double[] numbers = Numbers(seen);
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(numbers.Length, numbers.Distinct().Count());

        // A draw, not the first rows: about a quarter of them are of the first quarter.
        Assert.InRange(numbers.Count(number => number < Rows / 4.0), 180, 320);
    }

    [Fact]
    public void The_same_seed_draws_the_same_rows_and_another_one_others()
    {
        double[] first = Numbers(Seen(new FitContext { Seed = 3 }, rows: 100));
        Assert.Equal(first, Numbers(Seen(new FitContext { Seed = 3, Parallelism = 1 }, rows: 100)));
        Assert.NotEqual(first, Numbers(Seen(new FitContext { Seed = 4 }, rows: 100)));
    }

    [Fact]
    public void A_table_that_is_no_larger_is_learned_from_as_it_is() => Assert.Equal(Rows, Seen(FitContext.Default, rows: Rows).RowCount);

    [Fact]
    public void Of_numbers_just_so_many_rows_are_drawn()
    {
        var spy = new Spy(new BaselineRegressor());
        new RowSample(spy, 70).FitModel(Dataset.ForRegression(new Matrix(Rows, 1), new double[Rows]), FitContext.Default);
        Assert.Equal(70, spy.Seen!.RowCount);
    }

    private static double[] Numbers(Dataset data)
    {
        double[] numbers = new double[data.RowCount];
        data.Features.CopyColumnTo(0, numbers);
        return numbers;
    }

    private static Dataset Seen(FitContext context, int rows)
    {
        var features = new Matrix([.. Enumerable.Range(0, Rows).Select(row => (double)row)], Rows, 1);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row % 333 == 1 ? 2 : row % 2)];
        var spy = new Spy(new BaselineClassifier());
        new RowSample(spy, rows).FitModel(Dataset.ForClassification(features, labels, ["a", "b", "c"]), context);
        return spy.Seen!;
    }

    private sealed record Spy(IEstimator Estimator) : IEstimator
    {
        public Dataset? Seen { get; private set; }

        public TaskKind Task => Estimator.Task;

        public LearnerTraits Traits => Estimator.Traits;

        public IPredictiveModel FitModel(Dataset data, FitContext context)
        {
            Seen = data;
            return Estimator.FitModel(data, context);
        }
    }
}
