using System.Text;

namespace Modelyard.Tests.Architecture;

public sealed class TypeReferencesTests
{
    [Fact]
    public void A_type_that_only_a_body_names_is_seen() => Assert.Contains(typeof(StringBuilder), TypeReferences.Of(typeof(InBody)));

    [Fact]
    public void A_type_within_a_generic_array_is_seen() => Assert.Contains(typeof(Version), TypeReferences.Of(typeof(InSignature)));

    [Fact]
    public void A_type_behind_a_jump_table_is_seen() => Assert.Contains(typeof(UriBuilder), TypeReferences.Of(typeof(BehindSwitch)));

    [Fact]
    public void A_type_that_is_not_named_is_not_seen() => Assert.DoesNotContain(typeof(StringBuilder), TypeReferences.Of(typeof(InSignature)));

    private static class InBody
    {
        public static int Length(string text) => new StringBuilder(text).Length;
    }

    private static class InSignature
    {
        public static int Count(List<Version[]> versions) => versions.Count;
    }

    private static class BehindSwitch
    {
        public static string? Text(int choice) => choice switch
        {
            0 => "zero",
            1 => "one",
            2 => "two",
            3 => "three",
            4 => "four",
            5 => "five",
            6 => "six",
            _ => new UriBuilder().Host,
        };
    }
}
