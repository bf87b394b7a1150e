using System.Text.Json;
using Modelyard.Monitoring;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Writes how far rows have moved as a whole: for people, as JSON, and as a section of a page.</summary>
internal static class TogetherText
{
    private static readonly string[] s_figures = ["statistic", "effect", "p", "adjusted p"];

    internal static void Write(Terminal terminal, TogetherDrift drift)
    {
        terminal.Line($" {PlainText.Of(drift.Summary)}");
        terminal.Line();
        TextTable lines = new TextTable(["together", "", .. s_figures, "by", "what differs"]).Right(2, 3, 4, 5);
        foreach (TogetherLook look in drift.Looks)
        {
            lines.Add([Title(look), look.Drifted ? "drift" : "", .. Numbers(look), Method(look), look.Evidence]);
        }

        lines.Write(terminal);
    }

    internal static void WriteJson(Utf8JsonWriter json, TogetherDrift drift)
    {
        json.WriteStartObject("together");
        json.WriteString("summary", drift.Summary);
        json.WriteBoolean("drifted", drift.HasDrifted);
        json.WriteNumber("level", drift.Options.Level);
        json.WriteNumber("leastEffect", drift.Options.LeastEffect);
        json.Objects("looks", drift.Looks, look =>
        {
            json.WriteString("subject", Choice.Word(look.Subject));
            json.WriteString("name", look.Name.Length == 0 ? null : look.Name);
            json.WriteString("method", Choice.Word(look.Method));
            json.Number("statistic", look.Statistic);
            json.Number("low", look.Interval?.Low ?? double.NaN);
            json.Number("high", look.Interval?.High ?? double.NaN);
            json.Number("pValue", look.PValue);
            json.Number("adjustedPValue", look.AdjustedPValue);
            json.Number("effect", look.Effect);
            json.WriteBoolean("drifted", look.Drifted);
            json.WriteString("evidence", look.Evidence);
            json.WriteNumber("referenceRows", look.ReferenceRows);
            json.WriteNumber("currentRows", look.CurrentRows);
            json.Objects("words", look.Words, word =>
            {
                json.WriteString("word", word.Word);
                json.Number("reference", word.Reference);
                json.Number("current", word.Current);
                json.Number("adjustedPValue", word.AdjustedPValue);
            });
        });
        json.WriteEndObject();
    }

    internal static void WritePage(HtmlWriter writer, TogetherDrift drift) => writer.Section("together", "Together", drift.Summary, section => section.Table(new HtmlTable
    {
        Title = "Looks at the rows as a whole",
        Columns = [new HtmlColumn("together"), new HtmlColumn("drift"), .. s_figures.Select(name => new HtmlColumn(name, HtmlColumnKind.Number)), new HtmlColumn("by"), new HtmlColumn("what differs", HtmlColumnKind.Prose)],
        Rows = [.. drift.Looks.Select(look => (IReadOnlyList<Markup>)[Markup.Name(Title(look)), .. new[] { look.Drifted ? "yes" : "" }.Concat([.. Numbers(look), Method(look), look.Evidence]).Select(Markup.Text)])],
    }));

    private static string[] Numbers(TogetherLook look) => [Figures.Score(look.Statistic), Figures.Score(look.Effect), Figures.Chance(look.PValue), Figures.Chance(look.AdjustedPValue)];

    private static string Title(TogetherLook look) => look.Subject == TogetherSubject.Columns ? "columns" : $"{Choice.Word(look.Subject)} {look.Name}";

    private static string Method(TogetherLook look) => look.Method switch
    {
        TogetherMethod.DomainClassifier => "classifier (AUC)",
        TogetherMethod.Reconstruction => "principal components",
        _ => "kernel (MMD squared)",
    };
}
