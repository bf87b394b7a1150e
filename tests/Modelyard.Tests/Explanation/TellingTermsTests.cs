using Modelyard.Explanation;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Preparation.Text;

namespace Modelyard.Tests.Explanation;

public sealed class TellingTermsTests
{
    [Fact]
    public void Words_of_one_class_are_found_and_those_of_both_are_not()
    {
        IReadOnlyList<TellingTerms> found = TellingTerms.Find(TextPreparationTests.Data(300, out _));
        Assert.Equal(["ham", "spam"], found.Select(one => one.Of));
        Assert.All(found, one => Assert.Equal("body", one.Column));
        Assert.Equal(["meeting", "report"], found[0].Terms);
        Assert.Equal(["money", "cheap"], found[1].Terms);
    }

    [Fact]
    public void Words_that_go_with_great_and_small_numbers_are_found()
    {
        Dataset classes = TextPreparationTests.Data(300, out _);
        var numbers = Dataset.ForRegression(classes.SparseFeatures, [.. classes.Labels.ToArray().Select(label => label * 2.5)], classes.Schema);
        IReadOnlyList<TellingTerms> found = TellingTerms.Find(numbers, most: 1);
        Assert.Equal([("great", "money"), ("small", "meeting")], found.Select(one => (one.Of, one.Terms[0])));
    }

    [Fact]
    public void Scores_are_those_of_the_hypergeometric_distribution()
    {
        // 8 rows, 4 of class b; a word in 4 rows, all of them of class b: 2 are expected with the variance 4 (1/2) (1/2) (4/7) = 4/7, which is 2.6 deviations; twice the rows give 3.9.
        foreach ((int times, bool isFound) in new[] { (1, false), (2, true) })
        {
            var schema = new FeatureSchema(new Feature("t", FeatureKind.Text) { Levels = ["w"] }).WithTerms();
            int[] labels = [.. Enumerable.Range(0, 8 * times).Select(row => row % 2)];
            var rows = SparseMatrix.From(new Matrix([.. labels.SelectMany(label => new double[] { 1, label })], labels.Length, 2));
            Assert.Equal(isFound, TellingTerms.Find(Dataset.ForClassification(rows, labels, ["a", "b"], schema)).Any(one => one.Of == "b"));
        }
    }

    [Fact]
    public void Data_without_texts_has_none() => Assert.Empty(TellingTerms.Find(Dataset.ForRegression(new Matrix(3, 1), [1, 2, 3])));
}
