using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Modelyard.Server.Studio.Pages.Monitors.Rules;

/// <summary>Represents what somebody has made of the page of rules: of its text, or of its form.</summary>
/// <param name="Yaml">The text.</param>
/// <param name="Was">The text as the page had it; null if it was not sent.</param>
/// <param name="Rows">The rows of the form; null if they were not sent.</param>
/// <param name="Act">What is to be done: <c>test</c>, <c>keep</c>, <c>add</c>, <c>remove N</c>, or which of the two is meant, <c>text</c> or <c>form</c>.</param>
internal sealed record RuleDraft(string Yaml, string? Was, IReadOnlyList<RuleRow>? Rows, string Act)
{
    public const string Test = "test", Keep = "keep", Add = "add", Remove = "remove", TakeText = "text", TakeForm = "form";

    /// <summary>Gets a value indicating whether the text is another than the page had.</summary>
    public bool IsTextChanged => Was is null || Yaml != Was;

    /// <summary>Gets the row that is to be removed; null for none.</summary>
    public int? Removed => Act.Split(' ') is [Remove, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int row) ? row : null;

    /// <summary>Reads what a page sends.</summary>
    public static RuleDraft Read(IFormCollection form) => new(
        Lines(form["yaml"].ToString()),
        form.ContainsKey("was") ? Lines(form["was"].ToString()) : null,
        int.TryParse(form["rows"], NumberStyles.None, CultureInfo.InvariantCulture, out int rows) ? [.. Enumerable.Range(0, Math.Min(rows, RuleForm.MostRows + 1)).Select(row => Row(form, row))] : null,
        form["act"].ToString());

    private static RuleRow Row(IFormCollection form, int row)
    {
        return new RuleRow(Field("name"), Field("figure"), Field("comparison"), Field("value"), Field("when"), Field("for"), Field("severity"), Field("cooldown"), Field("runbook"));

        string Field(string name) => form[string.Create(CultureInfo.InvariantCulture, $"{name}.{row}")].ToString().Trim();
    }

    /// <summary>Brings the ends of lines, which forms send in their own way, to one.</summary>
    private static string Lines(string text) => text.ReplaceLineEndings("\n");
}
