using System.CommandLine;
using System.Text.Json;
using Modelyard.Lifecycle.Tokens;

namespace Modelyard.Cli.Commands;

/// <summary>Looks after the tokens that open servers.</summary>
internal static class TokensCommand
{
    private const string Stamp = "yyyy-MM-dd HH:mm";

    internal static Command Create(Terminal terminal) => new("tokens", "Who may ask a server, and for what.")
    {
        Add(terminal), List(terminal), Revoke(terminal),
    };

    private static Command Add(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name, which stands beside what its bearer did." };
        Option<TokenRole?> role = Choice.Of<TokenRole>("--role", "What its bearer may do, each what those before may: look; predict, label, acknowledge and promote; give tokens. By default an operator where the scope needs it, else a viewer");
        var models = new Option<string[]>("--models") { Description = "The models it is for, with commas between them; '*' stands for any characters. All by default.", AllowMultipleArgumentsPerToken = true };
        var scopes = new Option<string[]>("--scope") { Description = "The parts of the server it opens, with commas between them: predict, log, metrics, pages, or all, the default.", AllowMultipleArgumentsPerToken = true };
        Option<TimeSpan?> expires = Durations.Of("--expires", "How long it holds, such as 90d; for good by default.");
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("add", "Give a token. It is shown once; the yard keeps a digest.") { name, role, models, scopes, expires, yard, json }
            .WithExample("modelyard tokens add checkout --scope predict --models churn,fraud-* --expires 90d");
        command.SetAction(parsed =>
        {
            TokenScopes scope = ScopesOf(SharedOptions.Names(parsed, scopes));
            using Lifecycle.Yard opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            NewToken given = opened.Tokens.Add(new TokenGrant(parsed.GetRequiredValue(name), parsed.GetValue(role) ?? LeastFor(scope))
            {
                Scopes = scope,
                Models = SharedOptions.Names(parsed, models) is { Length: > 0 } named ? named : ["*"],
                Expires = parsed.GetValue(expires) is { } span ? DateTime.UtcNow + span : null,
            });
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer =>
                {
                    WriteMembers(writer, given.Token);
                    writer.WriteString("token", given.Text);
                });
                return CommandLine.Success;
            }

            terminal.Line($" {given.Token.Name}  {Describe(given.Token)}");
            terminal.Line($" token   {given.Text}");
            terminal.Line(" It is shown this once. Keep it where its bearer reads it, and send it as 'Authorization: Bearer TOKEN'.");
            terminal.Line($" revoke  modelyard tokens revoke {given.Token.Name}");
            return CommandLine.Success;
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("list", "List the tokens, those that hold no longer too.") { yard, json }.WithExample("modelyard tokens list");
        command.SetAction(parsed =>
        {
            using Lifecycle.Yard opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            IReadOnlyList<AccessToken> tokens = opened.Tokens.List();
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => writer.Objects("tokens", tokens, token => WriteMembers(writer, token)));
                return CommandLine.Success;
            }

            if (tokens.Count == 0)
            {
                terminal.Line("There are no tokens yet, so that a server asks for none and serves this machine alone. Give one: modelyard tokens add NAME");
                return CommandLine.Success;
            }

            var table = new TextTable("token", "role", "scope", "models", "given", "ends", "last used", "holds");
            foreach (AccessToken token in tokens)
            {
                table.Add(token.Name, Choice.Word(token.Role), Words(token.Scopes), string.Join(", ", token.Models), Moment(token.Created), Moment(token.Expires), Moment(token.LastUsed), State(token));
            }

            table.Write(terminal);
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Revoke(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the token." };
        Option<string> yard = SharedOptions.Yard();
        Command command = new Command("revoke", "End a token. Servers that run refuse it within a second or two, and the sessions it opened.") { name, yard }.WithExample("modelyard tokens revoke checkout");
        command.SetAction(parsed =>
        {
            using Lifecycle.Yard opened = SharedOptions.OpenYard(parsed.GetRequiredValue(yard));
            opened.Tokens.Revoke(parsed.GetRequiredValue(name));
            terminal.Line($" {parsed.GetRequiredValue(name)} is revoked");
            return CommandLine.Success;
        });
        return command;
    }

    private static TokenScopes ScopesOf(string[] words)
    {
        if (words.Length == 0)
        {
            return TokenScopes.All;
        }

        TokenScopes scopes = TokenScopes.None;
        foreach (string word in words)
        {
            scopes |= word switch
            {
                "predict" => TokenScopes.Predict,
                "log" => TokenScopes.Log,
                "metrics" => TokenScopes.Metrics,
                "pages" => TokenScopes.Pages,
                "all" => TokenScopes.All,
                _ => throw new UsageException($"'--scope' is '{word}' and must be of predict, log, metrics, pages, or all."),
            };
        }

        return scopes;
    }

    private static TokenRole LeastFor(TokenScopes scopes) =>
        scopes != TokenScopes.All && (scopes & (TokenScopes.Predict | TokenScopes.Log)) != TokenScopes.None ? TokenRole.Operator : TokenRole.Viewer;

    private static string Words(TokenScopes scopes) =>
        scopes == TokenScopes.All ? "all" : string.Join(", ", Enum.GetValues<TokenScopes>().Where(one => one is not (TokenScopes.None or TokenScopes.All) && scopes.HasFlag(one)).Select(Choice.Word));

    private static string Describe(AccessToken token) =>
        $"{Choice.Word(token.Role)}, scope {Words(token.Scopes)}, models {PlainText.Of(string.Join(", ", token.Models))}, {(token.Expires is null ? "for good" : $"until {Moment(token.Expires)} UTC")}";

    private static string State(AccessToken token) => token.Revoked is { } when ? $"revoked {Moment(when)}" : token.IsInForce(DateTime.UtcNow) ? "yes" : "expired";

    private static string Moment(DateTime? moment) => moment?.ToString(Stamp, System.Globalization.CultureInfo.InvariantCulture) ?? "never";

    private static void WriteMembers(Utf8JsonWriter writer, AccessToken token)
    {
        writer.WriteString("id", token.Id);
        writer.WriteString("name", token.Name);
        writer.WriteString("role", Choice.Word(token.Role));
        writer.Texts("scopes", Words(token.Scopes).Split(", "));
        writer.Texts("models", token.Models);
        writer.WriteString("created", token.Created);
        WriteMoment(writer, "expires", token.Expires);
        WriteMoment(writer, "lastUsed", token.LastUsed);
        WriteMoment(writer, "revoked", token.Revoked);
    }

    private static void WriteMoment(Utf8JsonWriter writer, string name, DateTime? moment)
    {
        if (moment is { } known)
        {
            writer.WriteString(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
