using System.Text;
using Modelyard.Lifecycle.Tokens;

namespace Modelyard.Lifecycle.Tests.Tokens;

public sealed class TokenStoreTests : TestYard
{
    [Fact]
    public void A_token_is_found_by_its_text_and_by_no_other()
    {
        NewToken given = Yard.Tokens.Add(new TokenGrant("ci", TokenRole.Operator) { Scopes = TokenScopes.Predict, Models = ["churn", "fraud-*"] });
        AccessToken found = Yard.Tokens.Find(given.Text)!;
        Assert.Equal(("ci", TokenRole.Operator, TokenScopes.Predict), (found.Name, found.Role, found.Scopes));
        Assert.Equal(["churn", "fraud-*"], found.Models);
        Assert.True(found.IsFor("churn") && found.IsFor("fraud-eu") && !found.IsFor("churn2") && !found.IsFor("price"));
        for (int i = 0; i < given.Text.Length; i++)
        {
            char other = given.Text[i] == '0' ? '1' : '0';
            Assert.Null(Yard.Tokens.Find($"{given.Text[..i]}{other}{given.Text[(i + 1)..]}"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("my_")]
    [InlineData("ﬁ")]
    [InlineData("my_0000000000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    public void What_is_no_token_is_found_to_be_none(string text)
    {
        Yard.Tokens.Add(new TokenGrant("ci", TokenRole.Viewer));
        Assert.Null(Yard.Tokens.Find(text));
        Assert.True(AccessToken.IdOf(text).IsEmpty);
        Assert.False(Yard.Tokens.List()[0].IsOpenedBy(text));
    }

    [Fact]
    public void A_letter_that_ends_up_as_the_same_byte_is_another_text()
    {
        NewToken given = Yard.Tokens.Add(new TokenGrant("ci", TokenRole.Viewer));
        Assert.Null(Yard.Tokens.Find(given.Text.ToUpperInvariant()));
        Assert.Null(Yard.Tokens.Find(given.Text[..^1] + "é"));
    }

    [Fact]
    public void The_text_has_a_form_that_scanners_find_and_256_random_bits()
    {
        string[] texts = [.. Enumerable.Range(0, 50).Select(i => Yard.Tokens.Add(new TokenGrant($"t{i}", TokenRole.Viewer)).Text)];
        Assert.All(texts, text => Assert.Matches("^my_[0-9a-f]{84}$", text));
        Assert.Equal(50, texts.Select(text => text[15..79]).Distinct(StringComparer.Ordinal).Count());

        // By the definition of the checksum, bit by bit, as a scanner of others would compute it.
        Assert.All(texts, text => Assert.Equal(text[79..], CastagnoliOf(text[..79]).ToString("x8", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void The_yard_keeps_neither_the_text_nor_its_secret()
    {
        NewToken given = Yard.Tokens.Add(new TokenGrant("ci", TokenRole.Admin));
        Yard.Dispose();
        byte[] secret = Encoding.ASCII.GetBytes(given.Text[15..79]);
        Assert.NotEmpty(Directory.GetFiles(YardFolder, "*", SearchOption.AllDirectories));
        Assert.All(Directory.GetFiles(YardFolder, "*", SearchOption.AllDirectories), file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(secret) < 0, file));
        Assert.DoesNotContain(given.Text, given.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_revoked_token_opens_nothing_stays_listed_and_gives_its_name_free()
    {
        NewToken old = Yard.Tokens.Add(new TokenGrant("ci", TokenRole.Viewer));
        long revision = Yard.Tokens.Revision;
        Yard.Tokens.Revoke("ci");
        Assert.True(Yard.Tokens.Revision > revision);
        Assert.Null(Yard.Tokens.Find(old.Text));
        Assert.NotNull(Assert.Single(Yard.Tokens.List()).Revoked);
        NewToken renewed = Yard.Tokens.Add(new TokenGrant("ci", TokenRole.Viewer));
        Assert.NotNull(Yard.Tokens.Find(renewed.Text));
        Assert.Null(Yard.Tokens.Find(old.Text));
        Assert.Contains("already", Assert.Throws<YardException>(() => Yard.Tokens.Add(new TokenGrant("ci", TokenRole.Viewer))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_ends_when_its_time_is_over()
    {
        NewToken given = Yard.Tokens.Add(new TokenGrant("ci", TokenRole.Viewer) { Expires = DateTime.UtcNow.AddDays(1) });
        DateTime end = given.Token.Expires!.Value;
        AccessToken kept = Yard.Tokens.Find(given.Text)!;
        Assert.Equal(end, kept.Expires);
        Assert.True(kept.IsInForce(end.AddTicks(-1)));
        Assert.False(kept.IsInForce(end));
    }

    [Fact]
    public void The_last_use_only_moves_forwards()
    {
        string id = Yard.Tokens.Add(new TokenGrant("ci", TokenRole.Viewer)).Token.Id;
        Assert.Null(Yard.Tokens.List()[0].LastUsed);
        DateTime later = DateTime.UtcNow.AddMinutes(5);
        Yard.Tokens.Touch([id], later);
        Yard.Tokens.Touch([id, "none"], later.AddMinutes(-3));
        Assert.Equal(later, Yard.Tokens.List()[0].LastUsed);
    }

    [Theory]
    [InlineData("local", "*", TokenScopes.All, "stands for callers without a token")]
    [InlineData("token", "*", TokenScopes.All, "stands for callers without a token")]
    [InlineData("A B", "*", TokenScopes.All, "must be of the letters")]
    [InlineData("ci", "", TokenScopes.All, "must be for 1 to 100 models")]
    [InlineData("ci", "a\nb", TokenScopes.All, "must be for 1 to 100 models")]
    [InlineData("ci", "*", TokenScopes.None, "must open something")]
    [InlineData("ci", "*", TokenScopes.Predict, "may not predict")]
    [InlineData("ci", "*", (TokenScopes)64, "must open something")]
    public void A_grant_that_makes_no_sense_is_refused(string name, string model, TokenScopes scopes, string words)
    {
        YardException fault = Assert.Throws<YardException>(() => Yard.Tokens.Add(new TokenGrant(name, TokenRole.Viewer) { Models = [model], Scopes = scopes }));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Empty(Yard.Tokens.List());
    }

    [Fact]
    public void A_time_that_is_over_and_a_name_that_is_not_there_are_told()
    {
        Assert.Contains("is over", Assert.Throws<YardException>(() => Yard.Tokens.Add(new TokenGrant("ci", TokenRole.Viewer) { Expires = DateTime.UtcNow })).Message, StringComparison.Ordinal);
        Yard.Tokens.Add(new TokenGrant("checkout", TokenRole.Viewer));
        Assert.Contains("The nearest is 'checkout'", Assert.Throws<YardException>(() => Yard.Tokens.Revoke("chekout")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_yard_is_its_owners_alone_and_a_folder_that_was_there_keeps_its_rights()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(YardFolder));
        string shared = PathOf("shared");
        Directory.CreateDirectory(shared);
        UnixFileMode before = File.GetUnixFileMode(shared);
        Yard.Open(shared).Dispose();
        Assert.Equal(before, File.GetUnixFileMode(shared));
    }

    private static uint CastagnoliOf(string text)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in Encoding.ASCII.GetBytes(text))
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        return ~crc;
    }
}
