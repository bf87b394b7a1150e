using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Trees;

namespace Modelyard.Tests.Ensembles;

public sealed class MultiClassTests
{
    [Fact]
    public void One_against_the_rest_agrees_with_scikit_learn()
    {
        Dataset data = MultiOutputOracle.Classes();
        IClassificationModel model = new OneVsRest { Estimator = new LogisticRegression { Tolerance = 1e-10, MaxIterations = 1000 } }.Fit(data);
        MultiOutputOracle.Near(MultiOutputOracle.Matrix("oneVsRest"), Probabilities(model, data.Features), 1e-6);
    }

    [Fact]
    public void Each_pair_learns_from_its_own_rows_and_the_probabilities_agree_with_the_pairs()
    {
        Dataset data = MultiOutputOracle.Classes();
        var model = (OneVsOneModel)new OneVsOne().Fit(data);
        Assert.Equal(6, model.Members.Count);
        int[] rows = [.. Enumerable.Range(0, data.RowCount).Where(row => data.Labels[row] is 1 or 3)];
        Dataset pair = Dataset.ForClassification(data.Features.SelectRows(rows), [.. rows.Select(row => data.Labels[row] == 3 ? 1 : 0)], ["false", "true"]);
        Assert.Equal(new LogisticRegression().Fit(pair).Coefficients.AsSpan().ToArray(), ((LogisticModel)model.Members[4]).Coefficients.AsSpan().ToArray());
        Assert.True(Accuracy(model, data) > 0.6);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(4, 6)]
    [InlineData(10, 15)]
    [InlineData(26, 39)]
    [InlineData(10, 2)]
    public void Code_words_differ_and_no_bit_is_the_same_for_all(int classes, int bits)
    {
        byte[][] words = CodeBook.Make(classes, bits, new RandomStream(1));
        Assert.Equal(classes, words.Length);
        Assert.True(words[0].Length >= Math.Ceiling(Math.Log2(classes)));
        Assert.True(CodeBook.LeastDistance(words) >= (bits >= 15 ? 3 : 1));
        for (int bit = 0; bit < words[0].Length; bit++)
        {
            Assert.Equal(2, words.Select(word => word[bit]).Distinct().Count());
        }
    }

    [Fact]
    public void Code_words_correct_the_errors_of_single_bits()
    {
        // Three classes around a centre, which a single tree of depth 2 learns badly.
        Dataset data = MultiOutputOracle.Classes();
        var weak = new DecisionTreeClassifier { MaxDepth = 2 };
        IClassificationModel few = new OutputCodes { Estimator = weak, CodeSize = 0.5 }.Fit(data), many = new OutputCodes { Estimator = weak, CodeSize = 8 }.Fit(data);
        Assert.True(Accuracy(many, data) > Accuracy(few, data) + 0.02, $"{Accuracy(many, data)} and {Accuracy(few, data)}");
    }

    [Fact]
    public void With_two_classes_the_classifier_itself_is_what_is_learned()
    {
        Dataset data = MultiOutputOracle.Classes();
        Dataset two = Dataset.ForClassification(data.Features, [.. data.Labels.ToArray().Select(label => label / 2)], ["a", "b"]);
        foreach (IClassifier<IClassificationModel> wrapper in new IClassifier<IClassificationModel>[] { new OneVsRest(), new OneVsOne(), new OutputCodes() })
        {
            Assert.Equal(new LogisticRegression().Fit(two).Coefficients.AsSpan().ToArray(), Assert.IsType<LogisticModel>(wrapper.Fit(two)).Coefficients.AsSpan().ToArray());
        }
    }

    private static double Accuracy(IClassificationModel model, Dataset data) =>
        Enumerable.Range(0, data.RowCount).Average(row => model.Predict(data.Features.Row(row)) == data.Labels[row] ? 1.0 : 0);

    private static Matrix Probabilities(IClassificationModel model, Matrix rows)
    {
        var result = new Matrix(rows.Rows, model.Classes.Count);
        model.PredictProbability(rows, result, 2);
        return result;
    }
}
