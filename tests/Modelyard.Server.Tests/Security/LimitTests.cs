using System.Net;
using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Hosting;
using Modelyard.Server.Security;
using Modelyard.Server.Security.Sessions;

namespace Modelyard.Server.Tests.Security;

public sealed class LimitTests
{
    private const string Own = "correct horse battery";

    [Fact]
    public async Task Who_sends_many_wrong_tokens_must_wait_and_those_with_a_token_of_the_yard_need_not()
    {
        await using TokenServer server = await TokenServer.StartAsync(options => options with { Token = Own });
        string given = server.Yard.Tokens.Add(new TokenGrant("ci", TokenRole.Viewer)).Text;
        await TokenServer.UntilAsync(() => Task.FromResult(server.Yard.Tokens.Revision > 0));
        Assert.Equal(200, await server.StatusAsync("GET", "/v2", Own));
        for (int i = 0; i < FailedAttempts.Most; i++)
        {
            Assert.Equal(401, await server.StatusAsync(i % 2 == 0 ? "GET" : "POST", i % 3 == 0 ? "/invocations" : "/v2", $"wrong {i}", i % 2 == 0 ? null : "{}"));
        }

        using (HttpResponseMessage answer = await server.SendAsync("GET", "/v2", "wrong"))
        {
            Assert.Equal(429, (int)answer.StatusCode);
            Assert.InRange(int.Parse(answer.Headers.GetValues("Retry-After").Single(), System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        }

        // A guess that would be right is not told so.
        Assert.Equal(429, await server.StatusAsync("GET", "/v2", Own));
        Assert.Equal(429, await server.StatusAsync("POST", "/studio/login", null, $"token={Uri.EscapeDataString(Own)}"));
        await TokenServer.UntilAsync(async () => await server.StatusAsync("GET", "/v2", given) == 200);
        Assert.Equal(200, await server.StatusAsync("GET", "/ping"));
        Assert.Equal(200, await server.StatusAsync("GET", "/v2/health/ready", "wrong"));
    }

    [Fact]
    public async Task A_token_may_ask_as_often_as_the_rate_says_and_others_are_not_held_up()
    {
        await using TokenServer server = await TokenServer.StartAsync(options => options with { Rate = 0.001 });
        string first = server.Yard.Tokens.Add(new TokenGrant("one", TokenRole.Operator)).Text, second = server.Yard.Tokens.Add(new TokenGrant("two", TokenRole.Operator)).Text;
        await TokenServer.UntilAsync(async () => await server.StatusAsync("GET", "/v2") == 401);
        Assert.Equal(200, await server.StatusAsync("POST", "/invocations", first, TokenServer.Row));
        using (HttpResponseMessage answer = await server.SendAsync("POST", "/invocations", first, TokenServer.Row))
        {
            Assert.Equal(429, (int)answer.StatusCode);
            Assert.True(answer.Headers.Contains("Retry-After"));
        }

        Assert.Equal(200, await server.StatusAsync("POST", "/invocations", second, TokenServer.Row));
        Assert.Equal(200, await server.StatusAsync("GET", "/ping"));

        // What was taken is not forgotten when tokens are read again.
        server.Yard.Tokens.Add(new TokenGrant("three", TokenRole.Operator));
        await Task.Delay(100);
        Assert.Equal(429, await server.StatusAsync("GET", "/v2", first));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 10)]
    [InlineData(0.5, 1)]
    [InlineData(2.5, 2)]
    public void A_rate_allows_a_burst_of_a_second_and_then_what_it_says(double perSecond, int burst)
    {
        var clock = new ManualClock();
        var rate = new RequestRate(perSecond, clock);
        Assert.Equal(burst, Enumerable.Range(0, 100).Count(i => rate.TryTake(out TimeSpan _)));
        Assert.False(rate.TryTake(out TimeSpan wait));
        Assert.InRange(wait.TotalSeconds, 0.0001, 1 / perSecond);
        clock.Go(wait + TimeSpan.FromTicks(1));
        Assert.True(rate.TryTake(out _));

        // Over a long time it is the rate itself: 100 seconds in steps of 10 ms.
        int taken = 0;
        for (int i = 0; i < 10_000; i++)
        {
            clock.Go(TimeSpan.FromMilliseconds(10));
            taken += rate.TryTake(out _) ? 1 : 0;
        }

        Assert.InRange(taken, (100 * perSecond) - 2, (100 * perSecond) + 2);
    }

    [Fact]
    public void An_address_waits_a_minute_from_its_first_wrong_token_and_a_network_of_IPv6_counts_as_one()
    {
        var clock = new ManualClock();
        var attempts = new FailedAttempts(clock);
        for (int i = 1; i <= FailedAttempts.Most; i++)
        {
            Assert.Equal(TimeSpan.Zero, attempts.WaitOf(IPAddress.Parse("2001:db8:0:1::1")));
            Assert.Equal(i == FailedAttempts.Most, attempts.Add(IPAddress.Parse($"2001:db8:0:1::{i}")));
        }

        Assert.Equal(TimeSpan.FromMinutes(1), attempts.WaitOf(IPAddress.Parse("2001:db8:0:1:ffff::9")));
        Assert.Equal(TimeSpan.Zero, attempts.WaitOf(IPAddress.Parse("2001:db8:0:2::1")));
        clock.Go(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, attempts.WaitOf(IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void The_table_of_addresses_is_bounded_and_forgets_the_oldest()
    {
        var clock = new ManualClock();
        var attempts = new FailedAttempts(clock);
        IPAddress first = IPAddress.Parse("192.0.2.1"), late = IPAddress.Parse("192.0.2.2");
        for (int i = 0; i < FailedAttempts.Most; i++)
        {
            attempts.Add(first);
        }

        clock.Go(TimeSpan.FromSeconds(1));
        for (int i = 0; i < FailedAttempts.Most; i++)
        {
            attempts.Add(late);
        }

        clock.Go(TimeSpan.FromSeconds(1));
        for (int i = 0; i < FailedAttempts.MostAddresses - 1; i++)
        {
            attempts.Add(new IPAddress((long)(0x0A000000 + i)));
        }

        Assert.Equal(TimeSpan.Zero, attempts.WaitOf(first));
        Assert.True(attempts.WaitOf(late) > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(59, 11, true)]
    [InlineData(61, 1, false)]
    [InlineData(50, 15, false)]
    public void A_session_ends_when_nobody_asks_for_an_hour_and_after_twelve_at_last(int minutes, int times, bool holds)
    {
        var clock = new ManualClock();
        var sessions = new SessionStore(clock);
        var table = new TokenTable(Own, [], _ => null);
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        sessions.Begin(context, table.Own!);
        context.Request.Headers.Cookie = context.Response.Headers.SetCookie.ToString().Split(';')[0];
        Grant? grant = null;
        for (int i = 0; i < times; i++)
        {
            clock.Go(TimeSpan.FromMinutes(minutes));
            grant = sessions.Find(context.Request, table);
        }

        Assert.Equal(holds, grant is not null);
    }

    [Fact]
    public void The_number_of_sessions_is_bounded_and_the_one_idle_longest_ends()
    {
        var clock = new ManualClock();
        var sessions = new SessionStore(clock);
        var table = new TokenTable(Own, [], _ => null);
        Microsoft.AspNetCore.Http.DefaultHttpContext[] contexts = [.. Enumerable.Range(0, SessionStore.Most + 1).Select(_ => new Microsoft.AspNetCore.Http.DefaultHttpContext())];
        for (int i = 0; i < contexts.Length; i++)
        {
            clock.Go(TimeSpan.FromSeconds(1));
            sessions.Begin(contexts[i], table.Own!);
            contexts[i].Request.Headers.Cookie = contexts[i].Response.Headers.SetCookie.ToString().Split(';')[0];
            if (i == 1)
            {
                clock.Go(TimeSpan.FromSeconds(1));
                Assert.NotNull(sessions.Find(contexts[0].Request, table));
            }
        }

        Assert.NotNull(sessions.Find(contexts[0].Request, table));
        Assert.Null(sessions.Find(contexts[1].Request, table));
        Assert.Equal("token", sessions.Find(contexts[2].Request, table)!.Caller.Name);
        Assert.Equal(Access.Admin, sessions.Find(contexts[2].Request, table)!.Caller.Access);
    }
}
