using System.Globalization;
using System.Xml.Linq;
using Modelyard.Charts;
using Modelyard.Explanation;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Trees;
using Modelyard.Trees;

namespace Modelyard.Tests.Explanation;

public sealed class TreeDiagramTests
{
    [Fact]
    public void A_tree_is_drawn_as_its_rules_tell_it()
    {
        var features = new Matrix([0, 1, 2, 3, double.NaN, double.NaN], 6, 1);
        Dataset data = Dataset.ForClassification(features, [0, 0, 1, 1, 1, 1], ["no", "<yes>"], new FeatureSchema(new Feature("a & b")));
        TreeChart chart = TreeDiagram.Of(new DecisionTreeClassifier().Fit(data));
        Assert.Equal("a & b <= 1.5", chart.Root!.Text);
        Assert.Equal(["no", "<yes>"], chart.Root.Children.Select(child => child.Text));
        Assert.Equal(["yes", "no"], chart.Root.Children.Select(child => child.Branch));
        Assert.Equal(["2 rows, 33.3%", "4 rows, 66.7%"], chart.Root.Children.Select(child => child.Detail));
        string[] texts = [.. XDocument.Parse(chart.ToSvg()).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.Contains(texts, text => text.Contains("<yes>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(30)]
    public void Boxes_do_not_overlap_and_stay_on_the_page(int depth)
    {
        TreeRegressionModel model = new DecisionTreeRegressor { MinSamplesLeaf = 10 }.Fit(TreeTables.MixedRegression(400, 6));
        XElement svg = XDocument.Parse(TreeDiagram.Of(model, depth).ToSvg(ChartTheme.Light)).Root!;
        double[] view = [.. svg.Attribute("viewBox")!.Value.Split(' ').Select(Parse)];
        (double X, double Y, double Width, double Height)[] boxes =
        [
            .. svg.Descendants().Where(element => element.Name.LocalName == "rect" && element.Attribute("rx") is not null)
                .Select(element => (Number(element, "x"), Number(element, "y"), Number(element, "width"), Number(element, "height"))),
        ];
        Assert.Equal(depth >= model.Depth ? model.NodeCount : boxes.Length, boxes.Length);
        Assert.True(boxes.Length >= 1);
        foreach ((double X, double Y, double Width, double Height) one in boxes)
        {
            Assert.True(one.X >= 0 && one.X + one.Width <= view[2] + 0.1 && one.Y + one.Height <= view[3] + 0.1);
            Assert.DoesNotContain(boxes, other => other != one && Math.Abs(other.X - one.X) < one.Width - 0.2 && Math.Abs(other.Y - one.Y) < one.Height - 0.2);
        }
    }

    [Fact]
    public void Trees_of_forests_and_of_several_targets_are_drawn_too()
    {
        Dataset numbers = TreeTables.MixedRegression(200, 7), classes = TreeTables.MixedClassification(200, 7, 3);
        Assert.NotEmpty(TreeDiagram.Of(new RandomForestRegressor { Trees = 2 }.Fit(numbers), 1).Root!.Children);
        Assert.NotEmpty(TreeDiagram.Of(new RandomForestClassifier { Trees = 2 }.Fit(classes), 1).Root!.Children);
        TreeChart several = TreeDiagram.Of(new DecisionTreeRegressor { MaxDepth = 1 }.FitTargets(TreeGrowthTests.Several(), FitContext.Default));
        Assert.All(several.Root!.Children, child => Assert.StartsWith("a ", child.Text, StringComparison.Ordinal));
        Assert.Throws<ArgumentOutOfRangeException>(() => TreeDiagram.Of(new RandomForestRegressor { Trees = 2 }.Fit(numbers), 2));
    }

    private static double Number(XElement element, string name) => Parse(element.Attribute(name)!.Value);

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
