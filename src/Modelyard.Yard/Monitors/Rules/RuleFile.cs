using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Modelyard.Data.Schemas;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Reads and writes the rules of a monitor as YAML.</summary>
public static class RuleFile
{
    private const string Name = "name";
    private const string When = "when";
    private const string For = "for";
    private const string Severity = "severity";
    private const string Cooldown = "cooldown";
    private const string Runbook = "runbook";

    private static readonly (string Name, AlarmSeverity? Value)[] s_severities = [.. Enum.GetValues<AlarmSeverity>().Select(one => (one.ToString().ToLowerInvariant(), (AlarmSeverity?)one))];

    // Read by people; quotes and control signs are escaped as YAML takes them, too.
    private static readonly JavaScriptEncoder s_legible = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The rules.</returns>
    /// <exception cref="ModelyardException">The file cannot be read, or what is in it are no rules.</exception>
    public static IReadOnlyList<MonitorRule> Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new YardException($"'{path}' is a folder and must be a file of rules.");
        }

        try
        {
            return new FileInfo(path) is { Length: > SchemaFile.MaxLength } ? throw new YardException($"The file of rules '{path}' is longer than {SchemaFile.MaxLength:N0} bytes.") : Parse(File.ReadAllText(path), path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new YardException($"The file of rules '{path}' cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="yaml">The text: <c>rules</c>, a list of <c>name</c>, <c>when</c>, <c>for</c>, <c>severity</c>, <c>cooldown</c> and <c>runbook</c>.</param>
    /// <param name="source">What the text is called in messages.</param>
    /// <returns>The rules.</returns>
    /// <exception cref="ModelyardException">They are no rules; the problems say line and column.</exception>
    public static IReadOnlyList<MonitorRule> Parse(string yaml, string source = "the rules")
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var problems = new SchemaProblems(source);
        var fields = new YamlFields(YamlTree.Read(yaml, problems, "a list, 'rules'"), "file of rules", ["rules"], problems);
        YamlNode[] nodes = [.. fields.Items("rules")];
        MonitorRule?[] rules = [.. nodes.Select(node => ReadRule(node, problems))];
        for (int i = 0; i < rules.Length; i++)
        {
            if (rules[i] is { } rule && rules.Take(i).Any(before => before?.Name == rule.Name))
            {
                problems.Add(nodes[i], $"The rule '{rule.Name}' is there twice. Give each its own name.");
            }
        }

        problems.ThrowIfAny();
        return [.. rules.OfType<MonitorRule>()];
    }

    /// <summary>Writes rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <returns>The text, which is read as the same rules.</returns>
    public static string Write(IReadOnlyList<MonitorRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var text = new StringBuilder(rules.Count == 0 ? "rules: []\n" : "rules:\n");
        foreach (MonitorRule rule in rules)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {Name}: {Quoted(rule.Name)}\n    {When}: {Quoted(rule.When)}\n");
            Append(text, For, rule.For == 1 ? null : rule.For.ToString(CultureInfo.InvariantCulture));
            Append(text, Severity, rule.Severity?.ToString().ToLowerInvariant());
            Append(text, Cooldown, rule.Cooldown is { } span ? YamlValue.Write(span) : null);
            Append(text, Runbook, rule.Runbook is { } address ? Quoted(address.ToString()) : null);
        }

        return text.ToString();
    }

    private static MonitorRule? ReadRule(YamlNode node, SchemaProblems problems)
    {
        var fields = new YamlFields(node, "rule", [Name, When, For, Severity, Cooldown, Runbook], problems);
        string? name = fields.Text(Name, isRequired: true), when = fields.Text(When, isRequired: true);
        TimeSpan? cooldown = null;
        if (fields.Text(Cooldown) is { } text)
        {
            cooldown = YamlValue.TryDuration(text, out TimeSpan span) ? span : null;
            if (cooldown is null)
            {
                problems.Add(fields[Cooldown]!, $"'{Cooldown}' is '{text}' and must be a duration such as '1d 12h', '90m' or '30s'.");
            }
        }

        Uri? runbook = null;
        if (fields.Text(Runbook) is { } address && !Uri.TryCreate(address, UriKind.Absolute, out runbook))
        {
            problems.Add(fields[Runbook]!, $"'{Runbook}' is '{address}' and must be an address that begins with 'https://' or 'http://'.");
        }

        if (name is null || when is null)
        {
            return null;
        }

        var rule = new MonitorRule(name, when) { For = (int)(fields.Count(For, 1000) ?? 1), Severity = fields.Choice(Severity, s_severities, null), Cooldown = cooldown, Runbook = runbook };
        try
        {
            rule.Check();
        }
        catch (YardException fault)
        {
            problems.Add(node, fault.Message);
        }

        return rule;
    }

    private static void Append(StringBuilder text, string key, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {key}: {value}\n");
        }
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, s_legible)}\"";
}
