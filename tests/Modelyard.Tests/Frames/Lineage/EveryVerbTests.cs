using System.Reflection;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Frames.Lineage;

namespace Modelyard.Tests.Frames.Lineage;

public sealed class EveryVerbTests
{
    private static readonly Frame Table = Frame.Of(
        new TextColumn("k", ["a", "b", "a", "b"]),
        new TimestampColumn("t", [0, TimeSpan.TicksPerDay, 2 * TimeSpan.TicksPerDay, 4 * TimeSpan.TicksPerDay], isUtc: false),
        new IntegerColumn("i", [1, 2, 3, 4]),
        new DoubleColumn("x", [1, double.NaN, 3, 4]),
        new DoubleColumn("v1", [1, 2, 3, 4]),
        new DoubleColumn("v2", [5, 6, 7, 8]),
        new TextColumn("list", ["1;2", "3", "4", "5;6"])).ReadFrom(new LineageSource("table.csv"));

    private static readonly Frame Other = Frame.Of(new IntegerColumn("i", [1, 2, 3]), new DoubleColumn("z", [7, 8, 9])).ReadFrom(new LineageSource("other.csv"));

    private static readonly GroupedFrame Groups = Table.GroupBy("k");

    private static readonly ResampledFrame Periods = Table.Select("t", "x").WithLineage(Table.Select("t", "x").Lineage).Resample("t", "1d");

    private static readonly IndexedFrame Indexed = Table.Select("k", "i", "x", "v1").SetIndex("k", "i");

    private static readonly IndexedFrame OtherIndexed = Other.SetIndex("i");

    private static readonly Expression Twice = Expression.Parse("2 * x");

    /// <summary>A call of each overload of each verb.</summary>
    private static readonly Dictionary<string, Func<object>[]> Calls = new(StringComparer.Ordinal)
    {
        ["Frame.Select"] = [() => Table.Select("k", "x"), () => Table.Select(("y", Twice))],
        ["Frame.Drop"] = [() => Table.Drop("x")],
        ["Frame.With"] = [() => Table.With(new DoubleColumn("x", [1, 2, 3, 4])), () => Table.With("y", Twice), () => Table.With(("y", Twice), ("z", Twice))],
        ["Frame.Rename"] = [() => Table.Rename("x", "y")],
        ["Frame.Take"] = [() => Table.Take([1, 0])],
        ["Frame.Head"] = [() => Table.Head(2)],
        ["Frame.Tail"] = [() => Table.Tail(2)],
        ["Frame.Filter"] =
        [
            () => Table.Filter([true, false, true, true]), () => Table.Filter(new BooleanColumn("b", [true, false, true, true])), () => Table.Filter(row => row > 0), () => Table.Filter(Expression.Parse("i > 0")),
        ],
        ["Frame.Sample"] = [() => Table.Sample(2, 1), () => Table.Sample(2, 1, new SampleOptions { Replace = true })],
        ["Frame.ValueCounts"] = [() => Table.ValueCounts("k"), () => Table.ValueCounts(["v1"], new ValueCountOptions { Bins = 2, Normalize = true })],
        ["Frame.SortBy"] = [() => Table.SortBy("x"), () => Table.SortBy(["k", "x"], true), () => Table.SortBy(new SortColumn("x")), () => Table.SortBy(Twice)],
        ["Frame.Aggregate"] = [() => Table.Aggregate(Aggregate.Sum(Twice))],
        ["Frame.SetIndex"] = [() => Table.SetIndex("k", "i")],
        ["Frame.Pivot"] = [() => Table.Pivot(["i"], "k", "x"), () => Table.Pivot(["i"], ["k"], ["x", "v1"])],
        ["Frame.PivotTable"] = [() => Table.PivotTable(["i"], ["k"], Aggregate.Sum("x")), () => Table.PivotTable(["i"], ["k"], [Aggregate.Sum("x"), Aggregate.Mean("v1")], new PivotOptions { Margins = true })],
        ["Frame.CrossTab"] = [() => Table.CrossTab(["i"], ["k"]), () => Table.CrossTab(["i"], ["k"], new CrossTabOptions { Shares = CrossTabShares.Rows, Margins = true })],
        ["Frame.Merge"] = [() => Table.Merge(Other, ["i"], MergeHow.Outer)],
        ["Frame.MergeAsOf"] = [() => Table.MergeAsOf(Other, "i")],
        ["Frame.ConcatRows"] = [() => Frame.ConcatRows(Table, Other)],
        ["Frame.ConcatColumns"] = [() => Frame.ConcatColumns(Table, Frame.Of(new IntegerColumn("n", [1, 2, 3, 4])).ReadFrom(new LineageSource("n.csv")))],
        ["Frame.DropMissing"] = [() => Table.DropMissing()],
        ["Frame.FillMissing"] = [() => Table.FillMissing(0)],
        ["Frame.FillForward"] = [() => Table.FillForward()],
        ["Frame.FillBackward"] = [() => Table.FillBackward()],
        ["Frame.Melt"] = [() => Table.Melt(["k"], ["v1", "v2"])],
        ["Frame.WideToLong"] = [() => Table.WideToLong(["v"], ["i"], "number")],
        ["Frame.Explode"] = [() => Table.Explode(["list"], new ExplodeOptions { Separator = ";" })],
        ["Frame.DropDuplicates"] = [() => Table.DropDuplicates(["k"])],
        ["Frame.Largest"] = [() => Table.Largest(2, "x")],
        ["Frame.Smallest"] = [() => Table.Smallest(2, "x")],
        ["Frame.Correlation"] = [() => Table.Correlation()],
        ["GroupedFrame.Aggregate"] = [() => Groups.Aggregate(Aggregate.Sum("x"))],
        ["GroupedFrame.Filter"] = [() => Groups.Filter(group => group.RowCount > 1)],
        ["GroupedFrame.Apply"] = [() => Groups.Apply(group => group.Head(1))],
        ["GroupedFrame.Head"] = [() => Groups.Head()],
        ["GroupedFrame.Tail"] = [() => Groups.Tail()],
        ["GroupedFrame.Sample"] = [() => Groups.Sample(1, 1)],
        ["GroupedFrame.Describe"] = [() => Groups.Describe("x")],
        ["ResampledFrame.Aggregate"] = [() => Periods.Aggregate(Aggregate.Sum("x"))],
        ["ResampledFrame.AsFrequency"] = [() => Periods.AsFrequency()],
        ["ResampledFrame.FillForward"] = [() => Periods.FillForward()],
        ["ResampledFrame.FillBackward"] = [() => Periods.FillBackward()],
        ["ResampledFrame.Nearest"] = [() => Periods.Nearest()],
        ["ResampledFrame.Interpolate"] = [() => Periods.Interpolate()],
        ["IndexedFrame.AppendIndex"] = [() => Indexed.AppendIndex("x")],
        ["IndexedFrame.ResetIndex"] = [() => Indexed.ResetIndex(), () => Indexed.ResetIndex(["i"])],
        ["IndexedFrame.SwapLevels"] = [() => Indexed.SwapLevels(0, 1)],
        ["IndexedFrame.ReorderLevels"] = [() => Indexed.ReorderLevels(["i", "k"])],
        ["IndexedFrame.RenameLevel"] = [() => Indexed.RenameLevel("i", "j")],
        ["IndexedFrame.RenameLevels"] = [() => Indexed.RenameLevels(["a", "b"])],
        ["IndexedFrame.DropLevels"] = [() => Indexed.DropLevels(["k"])],
        ["IndexedFrame.SortIndex"] = [() => Indexed.SortIndex()],
        ["IndexedFrame.Flatten"] = [() => Indexed.Flatten()],
        ["IndexedFrame.SetColumns"] = [() => Indexed.SetColumns(MultiIndex.Of(new TextColumn("names", ["a", "b"])))],
        ["IndexedFrame.Aggregate"] = [() => Indexed.Aggregate(Aggregate.Sum, "k")],
        ["IndexedFrame.Merge"] = [() => Indexed.Merge(Other, ["i"]), () => Indexed.Merge(OtherIndexed, ["i"])],
        ["IndexedFrame.Join"] = [() => Indexed.Join(OtherIndexed)],
        ["IndexedFrame.Unstack"] = [() => Indexed.Unstack("k"), () => Indexed.Unstack(["k"])],
        ["IndexedFrame.Stack"] = [() => Indexed.Stack(0), () => Indexed.Stack(), () => Indexed.Stack([0])],
        ["IndexedFrame.Transpose"] = [() => Indexed.Transpose()],
        ["IndexedFrame.Melt"] = [() => Indexed.Melt()],
        ["IndexedFrame.At"] = [() => Indexed.At("a")],
        ["IndexedFrame.AtColumns"] = [() => Indexed.AtColumns("x")],
        ["IndexedFrame.AtKeys"] = [() => Indexed.AtKeys([["a", 1]])],
        ["IndexedFrame.AtKeysOfColumns"] = [() => Indexed.AtKeysOfColumns([["x"]])],
        ["IndexedFrame.Xs"] = [() => Indexed.Xs("a", "k"), () => Indexed.Xs([("k", "a")])],
        ["IndexedFrame.XsColumns"] = [() => Indexed.XsColumns("x", 0), () => Indexed.XsColumns([(0, "x")])],
        ["IndexedFrame.Slice"] = [() => Indexed.Slice("k", "a")],
        ["IndexedFrame.Between"] = [() => Indexed.SortIndex().Between(["a"], ["b"])],
        ["IndexedFrame.BetweenColumns"] = [() => Indexed.SortIndex(axis: IndexAxis.Columns).BetweenColumns(["v1"], ["x"])],
        ["IndexedFrame.SelectRange"] = [() => Indexed.SelectRange("i", 1, 2)],
        ["IndexedFrame.Select"] = [() => Indexed.Select("k", ["a"])],
        ["IndexedFrame.Add"] = [() => Indexed.Add(Indexed)],
        ["IndexedFrame.Subtract"] = [() => Indexed.Subtract(Indexed)],
        ["IndexedFrame.Multiply"] = [() => Indexed.Multiply(Indexed)],
        ["IndexedFrame.Divide"] = [() => Indexed.Divide(Indexed)],
        ["IndexedFrame.op_Addition"] = [() => Indexed + Indexed],
        ["IndexedFrame.op_Subtraction"] = [() => Indexed - Indexed],
        ["IndexedFrame.op_Multiply"] = [() => Indexed * Indexed],
        ["IndexedFrame.op_Division"] = [() => Indexed / Indexed],
        ["IndexedFrame.Map"] = [() => Indexed.Map(column => column)],
    };

    /// <summary>What makes a table of columns or records in memory, or is about lineage itself.</summary>
    private static readonly HashSet<string> Makers = ["Frame.Of", "Frame.From", "IndexedFrame.Of", "Frame.WithLineage"];

    public static TheoryData<string> Verbs => [.. Methods().Select(method => method.Key)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_verb_records_one_step_that_tells_where_its_columns_come_from(string verb)
    {
        Assert.True(Calls.TryGetValue(verb, out Func<object>[]? calls), $"'{verb}' is not called here: add a call, and record what it does.");
        Assert.Equal(Methods().Single(one => one.Key == verb).Count(), calls.Length);
        LineageStep[] known = [Table.Lineage, Other.Lineage, Indexed.Lineage, OtherIndexed.Lineage];
        foreach (Func<object> call in calls)
        {
            LineageStep step = Lineage(call());
            Assert.NotEmpty(step.Inputs);
            Assert.All(step.Inputs, input => Assert.True(known.Contains(input) || input.Verb is "read" or "select" or "sort-index", $"'{step.Verb}' stands on '{input}', which is no table that went in."));
            foreach (string column in step.Columns)
            {
                Assert.All(step.OriginsOf(column), origin => Assert.True(step.Inputs.Contains(origin.Step) && origin.Step.Columns.Contains(origin.Column), $"'{column}' of '{step.Verb}' comes from '{origin.Column}'."));
            }
        }
    }

    private static LineageStep Lineage(object result) => result is Frame frame ? frame.Lineage : ((IndexedFrame)result).Lineage;

    private static IEnumerable<IGrouping<string, MethodInfo>> Methods() =>
        new[] { typeof(Frame), typeof(GroupedFrame), typeof(ResampledFrame), typeof(IndexedFrame) }
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => (method.ReturnType == typeof(Frame) || method.ReturnType == typeof(IndexedFrame)) && method.Name is not ("get_Item" or "get_Keys"))
            .GroupBy(method => $"{method.DeclaringType!.Name}.{method.Name}")
            .Where(group => !Makers.Contains(group.Key));
}
