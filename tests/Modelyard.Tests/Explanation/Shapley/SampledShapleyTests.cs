using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Trees;
using Modelyard.Trees;

namespace Modelyard.Tests.Explanation.Shapley;

public sealed class SampledShapleyTests
{
    private static readonly FeatureSchema Six = FeatureSchema.Numeric(6);

    [Fact]
    public void Where_all_sets_are_taken_permutations_and_least_squares_give_the_definition()
    {
        Matrix background = Rows(1, 9, 6), rows = Rows(2, 4, 6);
        foreach (SampledShapleyExplainer explainer in new SampledShapleyExplainer[] { PermutationShapleyExplainer.For(Curved, Six, background), KernelShapleyExplainer.For(Curved, Six, background) })
        {
            double[] found = new double[6], errors = [1, 1, 1, 1, 1, 1];
            for (int row = 0; row < rows.Rows; row++)
            {
                explainer.Explain(rows.Row(row), found, errors);
                double[] expected = AllSubsets.Values(6, Game(rows.Row(row).ToArray(), background));
                for (int feature = 0; feature < 6; feature++)
                {
                    Assert.Equal(expected[feature], found[feature], 1e-10);
                    Assert.Equal(0, errors[feature]);
                }
            }
        }
    }

    [Fact]
    public void Estimates_lie_about_the_definition_as_far_as_their_errors_say()
    {
        Matrix background = Rows(1, 5, 9);
        double[] row = Rows(2, 1, 9).Row(0).ToArray(), expected = AllSubsets.Values(9, Game(row, background));
        Func<ulong, SampledShapleyExplainer>[] kinds =
        [
            seed => PermutationShapleyExplainer.For(Curved, FeatureSchema.Numeric(9), background, new ShapleyOptions { Sets = 200, Seed = seed }),
            seed => KernelShapleyExplainer.For(Curved, FeatureSchema.Numeric(9), background, new ShapleyOptions { Sets = 200, Seed = seed }),
            seed => SamplingShapleyExplainer.For(Curved, FeatureSchema.Numeric(9), background, new ShapleyOptions { Sets = 900, Seed = seed }),
        ];
        foreach (Func<ulong, SampledShapleyExplainer> kind in kinds)
        {
            int within = 0, all = 0, sure = 0;
            double[] found = new double[9], errors = new double[9];
            for (ulong seed = 0; seed < 40; seed++)
            {
                kind(seed).Explain(row, found, errors);
                // All of these meet in threes, so that no estimate is exact.
                foreach (int feature in new[] { 0, 2, 3, 4, 5, 8 })
                {
                    sure += errors[feature] < 1e-6 ? 1 : 0;
                    Assert.InRange(errors[feature], 0, 1);
                    within += Math.Abs(found[feature] - expected[feature]) <= (2 * errors[feature]) + 1e-12 ? 1 : 0;
                    all++;
                }
            }

            // Of a normal law 95 in 100; errors that are themselves estimated from few draws leave some more outside.
            Assert.InRange((double)within / all, 0.85, 0.995);

            // A dozen orders may all rank a feature alike, but seldom.
            Assert.InRange(sure, 0, all / 50);
        }
    }

    [Fact]
    public void Estimates_sum_up_to_the_output()
    {
        Matrix background = Rows(1, 5, 12), rows = Rows(2, 5, 12);
        FeatureSchema features = FeatureSchema.Numeric(12);
        var options = new ShapleyOptions { Sets = 100 };
        foreach (SampledShapleyExplainer explainer in new SampledShapleyExplainer[] { PermutationShapleyExplainer.For(Curved, features, background, options), KernelShapleyExplainer.For(Curved, features, background, options) })
        {
            double[] found = new double[12];
            for (int row = 0; row < rows.Rows; row++)
            {
                explainer.Explain(rows.Row(row), found);
                Assert.Equal(Curved(rows.RowRange(row, 1))[0], explainer.Base[0] + found.Sum(), 1e-10);
            }
        }
    }

    [Fact]
    public void An_order_and_its_reverse_are_exact_where_only_pairs_meet()
    {
        Matrix background = Rows(1, 4, 11);
        double[] row = Rows(3, 1, 11).Row(0).ToArray(), found = new double[11];
        static double[] Pairs(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(i => rows.Row(i).ToArray()).Select(x => (x[0] * x[1]) - (2 * x[3] * x[7]) + Math.Exp(x[5]))];
        PermutationShapleyExplainer.For(Pairs, FeatureSchema.Numeric(11), background, new ShapleyOptions { Sets = 40 }).Explain(row, found);
        double[] expected = AllSubsets.Values(11, Game(row, background, Pairs));
        for (int feature = 0; feature < 11; feature++)
        {
            Assert.Equal(expected[feature], found[feature], 1e-10);
        }
    }

    [Fact]
    public void Features_alike_contribute_alike_and_one_without_a_part_nothing()
    {
        Matrix background = new(1, 9);
        double[] row = [1, 2, 2, 0.5, 1, 1, 1, 1, 1];
        static double[] Alike(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(i => Math.Tanh(rows[i, 1] + rows[i, 2]) * (1 + rows[i, 3]))];
        double[] found = new double[9];
        foreach (SampledShapleyExplainer explainer in new SampledShapleyExplainer[]
        {
            PermutationShapleyExplainer.For(Alike, FeatureSchema.Numeric(9), background), KernelShapleyExplainer.For(Alike, FeatureSchema.Numeric(9), background),
            SamplingShapleyExplainer.For(Alike, FeatureSchema.Numeric(9), background),
        })
        {
            explainer.Explain(row, found);
            Assert.Equal(found[1], found[2], explainer is SamplingShapleyExplainer ? 0.1 : 1e-12);
            Assert.Equal(0, found[0], 1e-12);
            Assert.Equal(0, found[8], 1e-12);
        }
    }

    [Fact]
    public void Values_of_a_sum_of_functions_are_the_sums_of_their_values()
    {
        Matrix background = Rows(1, 6, 6);
        double[] row = Rows(2, 1, 6).Row(0).ToArray(), first = new double[6], second = new double[6], both = new double[6];
        static double[] Product(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(i => rows[i, 0] * rows[i, 2] * rows[i, 4])];
        KernelShapleyExplainer.For(Curved, Six, background).Explain(row, first);
        KernelShapleyExplainer.For(Product, Six, background).Explain(row, second);
        KernelShapleyExplainer.For(rows => [.. Curved(rows).Zip(Product(rows), (x, y) => x + (3 * y))], Six, background).Explain(row, both);
        for (int feature = 0; feature < 6; feature++)
        {
            Assert.Equal(first[feature] + (3 * second[feature]), both[feature], 1e-10);
        }
    }

    [Fact]
    public void One_row_and_many_on_any_number_of_threads_give_the_same_bits()
    {
        Dataset data = TreeTables.MixedClassification(120, 3, 3);
        ForestClassificationModel forest = new RandomForestClassifier { Trees = 5 }.Fit(data);
        IShapleyExplainer explainer = PermutationShapleyExplainer.For(forest, data.Features.RowRange(0, 10), new ShapleyOptions { Sets = 12, Seed = 5 });
        Matrix rows = data.Features.RowRange(20, 9), one = new(9, 15), many = new(9, 15);
        explainer.Explain(rows, many, 4);
        for (int row = 0; row < 9; row++)
        {
            explainer.Explain(rows.Row(row), one.Row(row));
        }

        Assert.Equal(one.AsSpan().ToArray(), many.AsSpan().ToArray());
    }

    [Fact]
    public void What_cannot_be_is_said()
    {
        Assert.Contains("background has no rows", Assert.Throws<ModelyardException>(() => KernelShapleyExplainer.For(Curved, Six, new Matrix(0, 6))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => KernelShapleyExplainer.For(Curved, Six, new Matrix(3, 5)));
        Assert.Throws<ArgumentException>(() => PermutationShapleyExplainer.For(_ => [1, 2, 3], Six, new Matrix(2, 6)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShapleyOptions { Sets = 3 });
    }

    /// <summary>Computes what a set is worth by its definition.</summary>
    internal static Func<int, double> Game(double[] row, Matrix background, Func<Matrix, double[]>? function = null) => set =>
    {
        Matrix mixed = background.Copy();
        for (int other = 0; other < mixed.Rows; other++)
        {
            for (int feature = 0; feature < row.Length; feature++)
            {
                mixed[other, feature] = (set >> feature & 1) != 0 ? row[feature] : mixed[other, feature];
            }
        }

        return (function ?? Curved)(mixed).Average();
    };

    private static double[] Curved(Matrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(i => rows.Row(i).ToArray()).Select(x => Math.Tanh(x[0] * x[1]) + (x[2] * Math.Abs(x[3]) * x[0]) + Math.Sin(x[4] + x[5] + x[^1]))];

    private static Matrix Rows(ulong seed, int count, int features)
    {
        var random = new RandomStream(seed, 3);
        var rows = new Matrix(count, features);
        foreach (ref double cell in rows.AsSpan())
        {
            cell = random.NextGaussian();
        }

        return rows;
    }
}
